/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  /** From the tests of the reference implementation of Argon2 (version 19, 64 MiB, 2 passes). */
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  private static final String SALT = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String TAG = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void referenceVector() throws Exception {
    var hash = PasswordHash.parse(REFERENCE);
    assertTrue(hash.verify("password"));
    assertFalse(hash.verify("Password"));
    assertFalse(hash.verify(""));
    assertEquals(REFERENCE, hash.text());
  }

  @Test
  void createdHashesVerify() throws Exception {
    var hash = PasswordHash.create("pässwörd 😀");
    assertTrue(hash.text().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash.text());
    var again = PasswordHash.parse(hash.text());
    assertEquals(hash, again);
    assertEquals(hash.hashCode(), again.hashCode());
    assertTrue(again.verify("pässwörd 😀"));
    assertFalse(again.verify("passwörd 😀"));
  }

  @Test
  void saltsDiffer() throws Exception {
    assertNotEquals(PasswordHash.create("same"), PasswordHash.create("same"));
  }

  @Test
  void emptyPasswordsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> PasswordHash.create(""));
  }

  @Test
  void aHashOfTheEmptyPasswordMatchesNothing() throws Exception {
    byte[] salt = new byte[16];
    byte[] tag = new Argon2Cost(7168, 5, 1).compute(new byte[0], salt, 32);
    String text = Base64.getEncoder().withoutPadding().encodeToString(tag);
    assertFalse(
        PasswordHash.parse("$argon2id$v=19$m=7168,t=5,p=1$" + SALT + "$" + text).verify(""));
  }

  @Test
  void decoysCostTheSame() throws Exception {
    var hash = PasswordHash.parse(REFERENCE);
    var decoy = hash.decoyLikeThis();
    assertEquals(parameters(hash), parameters(decoy));
    assertEquals(hash.text().length(), decoy.text().length());
    assertNotEquals(decoy, hash.decoyLikeThis());
    assertEquals(parameters(PasswordHash.create("x")), parameters(PasswordHash.decoy()));
    assertFalse(PasswordHash.decoy().verify("x"));
  }

  private static String parameters(PasswordHash hash) {
    return hash.text().split("\\$", -1)[3];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "$argon2i$v=19$m=65536,t=2,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=16$m=65536,t=2,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=65537,t=2,p=1$" + SALT + "$" + TAG, // too costly
        "$argon2id$v=19$m=999999,t=2,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=65536,t=17,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=65536,t=2,p=5$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=65536,t=2,p=0$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=65536,t=0,p=1$" + SALT + "$" + TAG, // too weak
        "$argon2id$v=19$m=7167,t=16,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=7168,t=4,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=065536,t=2,p=1$" + SALT + "$" + TAG, // not canonical
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHR$" + TAG,
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ=$" + TAG,
        "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAA$" + TAG, // impossible base64
        "$argon2id$v=19$m=65536,t=2,p=1$$" + TAG,
        "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$",
        "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + TAG + "\n"
      })
  void otherTextsAreRefusedWithoutQuotingThem(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(text));
    assertFalse(String.valueOf(e.getMessage()).contains(TAG));
  }

  @Test
  void mutatedTextsAreRefusedOrKept() {
    Mutations.survive(
        PasswordHashFuzzTarget::fuzzerTestOneInput,
        REFERENCE.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void waitingForAProcessorCanBeInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> PasswordHash.create("x"));
  }

  @Test
  void textFormHidesTheHash() {
    assertEquals("PasswordHash[<redacted>]", PasswordHash.parse(REFERENCE).toString());
  }
}
