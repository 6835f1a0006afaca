/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.AD;
import static io.rdgateway.auth.ldap.Shapes.DOMAIN_SID;
import static io.rdgateway.auth.ldap.Shapes.activeDirectory;
import static io.rdgateway.auth.ldap.Shapes.identity;
import static io.rdgateway.auth.ldap.Shapes.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Identity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ActiveDirectorySignInTest {
  private static final String ALICE = "CN=Alice A," + AD;

  private final TestDirectory server = activeDirectory();
  private LdapDirectory directory = activeDirectory(server, GroupLookup.IN_CHAIN).build();

  ActiveDirectorySignInTest() throws LDAPException {}

  @AfterEach
  void close() {
    directory.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "CORP\\Alice", "alice@corp.example", "ALICE@CORP"})
  void theseAreAlice(String name) throws Exception {
    Identity alice = identity(directory, name, "alice-1");
    assertEquals("CORP\\alice", alice.name());
    assertEquals(DOMAIN_SID + "1101", alice.id());
  }

  /** A server would take the display name for a bind; nobody is found by it here. */
  @Test
  void theDisplayNameIsNobody() {
    assertEquals("unknown-user", outcome(directory, "Alice A", "alice-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "525,unknown-user",
    "52e,wrong-password",
    "52f,account-restricted",
    "530,logon-hours",
    "531,logon-workstation",
    "532,password-expired",
    "533,account-disabled",
    "568,account-restricted",
    "701,account-expired",
    "773,password-must-change",
    "775,account-locked",
    "999,wrong-password"
  })
  void subErrors(String subError, String code) {
    server.subError(ALICE, subError);
    assertEquals(code, outcome(directory, "alice", "alice-1"));
    assertEquals(List.of("search", "bind"), server.kinds());
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_CHAIN", "TOKEN_GROUPS", "MEMBER_OF"})
  void nestedAndPrimaryGroups(GroupLookup lookup) throws Exception {
    directory.close();
    directory = activeDirectory(server, lookup).build();
    Set<String> groups = identity(directory, "alice", "alice-1").groups();
    assertEquals(
        Set.of("Desktops", "Remote", "Domain Users", "Everyone"),
        groups.stream()
            .filter(name -> !name.contains("=") && !name.startsWith("S-"))
            .collect(Collectors.toSet()),
        groups::toString);
    assertTrue(groups.contains(DOMAIN_SID + "1303"), groups::toString);
    assertTrue(groups.contains("CN=Remote," + AD), groups::toString);
    // A SID that no entry has, of another domain perhaps, still counts.
    assertEquals(lookup == GroupLookup.TOKEN_GROUPS, groups.contains(DOMAIN_SID + "1330"));
  }

  @Test
  void aGroupCannotPassForAnother() throws Exception {
    server.add(
        "dn: CN=evil," + AD,
        "objectClass: group",
        "sAMAccountName: " + DOMAIN_SID + "512",
        "distinguishedName: CN=evil," + AD,
        "member: " + ALICE,
        "objectSid:: " + Shapes.sid(1340));
    Set<String> groups = identity(directory, "alice", "alice-1").groups();
    assertTrue(groups.contains(DOMAIN_SID + "1340"), groups::toString);
    assertTrue(groups.stream().noneMatch(name -> name.endsWith("-512")), groups::toString);
  }

  @Test
  void guidsAsTheToolsWriteThem() throws Exception {
    directory.close();
    directory =
        LdapDirectory.builder(
                server.settings().build(),
                UserSchema.activeDirectory().id(StableId.OBJECT_GUID).build(),
                GroupSettings.activeDirectory(GroupLookup.NONE).build(),
                LdapDomain.of(AD))
            .clock(Shapes.CLOCK)
            .build();
    // MD5 of "alice" as a version 3 UUID, whose first fields Active Directory stores backwards.
    assertEquals("b2e28463-4b18-f53b-8ecc-f10ca7a6563c", idOfAlice());
    server.operations.clear();
    assertEquals("alice", outcome(directory, "alice", "alice-1"));
  }

  private String idOfAlice() throws Exception {
    return identity(directory, "alice", "alice-1").id();
  }

  @ParameterizedTest
  @CsvSource({
    "514,account-disabled",
    "4096,not-a-user",
    "2080,not-a-user",
    "0,not-a-user",
    "262656,smart-card-required"
  })
  void accountControlAfterTheRightPassword(int control, String code) {
    replace("userAccountControl", Integer.toString(control));
    assertEquals(code, outcome(directory, "alice", "alice-1"));
    assertEquals("wrong-password", outcome(directory, "alice", "wrong"));
  }

  @Test
  void aStateThatCannotBeReadIsARefusal() {
    server.modify("dn: " + ALICE, "changetype: modify", "delete: userAccountControl");
    assertEquals("account-unreadable", outcome(directory, "alice", "alice-1"));
  }

  @Test
  void theEndOfTheAccountIsTheEndOfTheProof() throws Exception {
    // 2026-06-01T13:00:00Z
    replace("accountExpires", Long.toString((1780318800L + 11644473600L) * 10_000_000L));
    assertEquals(
        Shapes.NOW.plusSeconds(3600), identity(directory, "alice", "alice-1").validUntil());
    replace("accountExpires", Long.toString((1780315200L + 11644473600L) * 10_000_000L));
    assertEquals("account-expired", outcome(directory, "alice", "alice-1"));
  }

  private void replace(String attribute, String value) {
    server.modify(
        "dn: " + ALICE, "changetype: modify", "replace: " + attribute, attribute + ": " + value);
  }
}
