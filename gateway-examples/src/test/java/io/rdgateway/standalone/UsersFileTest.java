/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {
  private static final String HASH =
      "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String NT_HASH = "00112233445566778899aabbccddeeff";
  private static final String ALICE =
      "version: 1\nusers:\n  - id: \"1\"\n    name: alice\n    password-hash: \"" + HASH + "\"\n";

  @TempDir Path folder;

  @Test
  void readsWhatItWrites() {
    Path file = folder.resolve("users.yaml");
    List<StoredUser> users =
        List.of(
            StoredUser.of("1", "alice", PasswordHash.parse(HASH))
                .withGroups(Set.of("b\"\\\n", "a"))
                .withNtHash(NtHash.parse(NT_HASH)),
            StoredUser.of("2", "B\u00f6b", PasswordHash.parse(HASH)));

    UsersFile.write(file, users);

    assertEquals(users, UsersFile.read(file));
  }

  @Test
  void readsWhatPeopleWrite() throws IOException {
    assertEquals("alice", read(ALICE).get(0).identity().name());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    refused(ALICE + "    nt_hash: \"" + NT_HASH + "\"\n", ":6: unknown key \"nt_hash\"");
    refused(ALICE + "    name: bob\n", ":6: the key \"name\" is here a second time");
    refused(ALICE + "    groups: staff\n", ":6: a list belongs here");
    refused(ALICE + "    groups: [null]\n", ":6: a text belongs here");
    refused(ALICE + "    groups: [[a]]\n", ":6: a text belongs here");
    refused(ALICE + "    groups: [*a]\n", ":6: a text belongs here");
    refused(ALICE + "---\nversion: 1\n", ":7: there is something after the end");
    refused(ALICE.replace("alice", "17"), ":4: a text belongs here");
    refused(ALICE.replace("alice", "!!str a"), ":4: a text belongs here");
    refused(ALICE.replace("version: 1", "version: 2"), ":1: this version is unknown");
    refused(ALICE.replace("version: 1\n", ""), ":1: the key \"version\" is missing");
    refused("version: 1\nusers: []\n", ": there is no user");
    refused("version: 1\nusers:\n  - id: \"1\"\n", ":3: the key \"name\" is missing");
    refused("", ":1: keys with values belong here");
    refused("- a", ":1: keys with values belong here");
    refused("version: 1\nusers: [", ":2: this is not valid YAML");
  }

  @Test
  void refusesWhatMakesNoUser() {
    refused(ALICE.replace("alice", "a@b"), ":3: this user is wrong: a user name has");
    refused(ALICE.replace("19456,t=2", "1,t=2"), "too weak");
    refused(ALICE + "    nt-hash: \"0123\"\n", ":3: this user is wrong: an NT hash");
    refused(
        ALICE + "  - id: \"2\"\n    name: ALICE\n    password-hash: \"" + HASH + "\"\n",
        ":6: an earlier user has this id or name");
  }

  private List<StoredUser> read(String text) throws IOException {
    Path file = folder.resolve("users.yaml");
    Files.writeString(file, text);
    return UsersFile.read(file);
  }

  private void refused(String text, String sentence) {
    var e = assertThrows(ConfigurationException.class, () -> read(text), text);
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.contains("users.yaml" + (sentence.startsWith(":") ? sentence : "")), message);
    assertTrue(message.contains(sentence), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("AAAA") || message.contains(NT_HASH), message);
  }
}
