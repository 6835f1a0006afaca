/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.GROUPS;
import static io.rdgateway.auth.ldap.Shapes.PEOPLE;
import static io.rdgateway.auth.ldap.Shapes.identity;
import static io.rdgateway.auth.ldap.Shapes.openLdap;
import static io.rdgateway.auth.ldap.Shapes.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1Enumerated;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.rdgateway.auth.Identity;
import io.rdgateway.spi.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenLdapSignInTest {
  private final TestDirectory server = openLdap();
  private LdapDirectory directory =
      openLdap(
              server,
              UserSchema.openLdap()
                  .names("uid", "mail")
                  .attributes(Map.of("roomNumber", "room", "description", "text")),
              GroupLookup.MEMBER_OF)
          .build();

  OpenLdapSignInTest() throws LDAPException {}

  @AfterEach
  void close() {
    directory.close();
    server.close();
  }

  @Test
  void theRightPassword() throws Exception {
    Identity alice = identity(directory, "alice", "Alice-1");
    assertEquals("EXAMPLE\\alice", alice.name());
    assertEquals(alice.id(), UUID.fromString(alice.id()).toString());
    assertEquals(
        Set.of(
            "helpdesk",
            "staff",
            "all",
            "cn=helpdesk," + GROUPS,
            "cn=staff," + GROUPS,
            "cn=all," + GROUPS),
        alice.groups());
    assertEquals(Map.of("room", List.of("12")), alice.attributes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "ALICE",
        "EXAMPLE\\alice",
        "example.org\\Alice",
        "alice@example.org",
        "alice@EXAMPLE",
        "alice.a@example.org"
      })
  void theseAreAlice(String name) {
    assertEquals("EXAMPLE\\alice", outcome(directory, name, "Alice-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "alice,wrong,wrong-password",
    "alice,alice-1,wrong-password",
    "alice,'',empty-credentials",
    "nobody,Alice-1,unknown-user",
    "OTHER\\alice,Alice-1,unknown-user",
    "alice@other.example,Alice-1,unknown-user",
    "EXAMPLE\\alice@example.org,Alice-1,unknown-user"
  })
  void refusals(String name, String password, String code) {
    assertEquals(code, outcome(directory, name, password));
  }

  @Test
  void anEmptyPasswordNeverBinds() {
    outcome(directory, "alice", "");
    assertEquals(List.of(), server.operations);
  }

  /** The kinds of requests, and how many, do not tell which names exist. */
  @Test
  void unknownNamesCauseTheSameRequests() {
    outcome(directory, "alice", "wrong");
    List<String> known = server.kinds();
    assertEquals(List.of("search", "bind"), known);
    for (String unknown : List.of("nobody", "no\\body", "x".repeat(300), "a*", "a,b=c")) {
      server.operations.clear();
      outcome(directory, unknown, "wrong");
      assertEquals(known, server.kinds(), unknown);
    }
    server.operations.clear();
    outcome(directory, "alice@example.org", "wrong");
    List<String> principal = server.kinds();
    server.operations.clear();
    outcome(directory, "nobody@example.org", "wrong");
    assertEquals(principal, server.kinds());
  }

  @Test
  void theBindOfNobodyIsToANameThatDoesNotExist() {
    outcome(directory, "nobody", "Alice-1");
    String bind = server.operations.get(1);
    assertTrue(bind.matches("bind cn=[0-9a-f-]{36}," + PEOPLE), bind);
    server.operations.clear();
    outcome(directory, "nobody", "Alice-1");
    assertFalse(server.operations.contains(bind), "it could be guessed");
  }

  @Test
  void twoOfOneNameAreNobody() {
    server.add(
        "dn: uid=alice,uid=bob," + PEOPLE,
        "objectClass: person",
        "uid: alice",
        "userPassword: Alice-1");
    assertEquals("ambiguous-user", outcome(directory, "alice", "Alice-1"));
    assertEquals(List.of("search", "bind"), server.kinds());
    for (int i = 0; i < 5; i++) {
      server.add("dn: cn=" + i + "," + PEOPLE, "objectClass: person", "uid: bob");
    }
    assertEquals("ambiguous-user", outcome(directory, "bob", "Bob-1"));
  }

  @Test
  void aPrincipalNameGoesBeforeTheAccountName() {
    server.add(
        "dn: uid=carol," + PEOPLE,
        "objectClass: person",
        "uid: carol",
        "mail: alice@example.org",
        "userPassword: Carol-1");
    assertEquals("EXAMPLE\\carol", outcome(directory, "alice@example.org", "Carol-1"));
    assertEquals("EXAMPLE\\alice", outcome(directory, "alice", "Alice-1"));
  }

  @Test
  void aDirectoryThatFailsIsUnavailable() {
    server.searchError =
        new LDAPException(ResultCode.REFERRAL, "elsewhere", null, new String[] {"ldap://x/"});
    assertEquals("unavailable", outcome(directory, "alice", "Alice-1"));
    server.searchError = new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "no");
    assertEquals("unavailable", outcome(directory, "alice", "Alice-1"));
    server.searchError = null;
    assertEquals("EXAMPLE\\alice", outcome(directory, "alice", "Alice-1"));
    server.server.shutDown(true);
    assertEquals("unavailable", outcome(directory, "alice", "Alice-1"));
    assertEquals("unavailable", outcome(directory, "nobody", "Alice-1"));
  }

  @Test
  void aBindThatIsReferredIsRefused() {
    server.bindErrors.put(
        "uid=alice," + PEOPLE,
        new LDAPException(ResultCode.REFERRAL, "elsewhere", null, new String[] {"ldap://x/"}));
    assertEquals("bind-refused", outcome(directory, "alice", "Alice-1"));
    server.bindErrors.put(
        "uid=alice," + PEOPLE, new LDAPException(ResultCode.UNAVAILABLE, "not now"));
    assertEquals("unavailable", outcome(directory, "alice", "Alice-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,password-expired",
    "1,account-locked",
    "2,password-must-change",
    "3,account-restricted"
  })
  void passwordPolicies(int error, String code) {
    Control control =
        new Control(
            "1.3.6.1.4.1.42.2.27.8.5.1",
            false,
            new ASN1OctetString(new ASN1Sequence(new ASN1Enumerated((byte) 0x81, error)).encode()));
    server.bindControls.put("uid=alice," + PEOPLE, control);
    assertEquals(code, outcome(directory, "alice", "Alice-1"));
    server.bindErrors.put(
        "uid=bob," + PEOPLE,
        new LDAPException(ResultCode.INVALID_CREDENTIALS, "", null, null, new Control[] {control}));
    assertEquals(code, outcome(directory, "bob", "Bob-1"));
  }

  @Test
  void aLockThatTheServerKeepsToItselfIsTold() {
    server.modify(
        "dn: uid=alice," + PEOPLE,
        "changetype: modify",
        "add: pwdAccountLockedTime",
        "pwdAccountLockedTime: 20260601115900Z");
    assertEquals("account-locked", outcome(directory, "alice", "wrong"));
    assertEquals("EXAMPLE\\alice", outcome(directory, "alice", "Alice-1"));
  }

  @Test
  void withoutAStableIdNobodyComesIn() throws Exception {
    directory.close();
    directory =
        openLdap(server, UserSchema.openLdap().id(StableId.OBJECT_GUID), GroupLookup.NONE).build();
    assertEquals("no-stable-id", outcome(directory, "alice", "Alice-1"));
  }

  @Test
  void directBinds() throws Exception {
    directory.close();
    LdapConnectionSettings alone = LdapConnectionSettings.insecurePlain(server.address()).build();
    LdapDirectory.Builder builder =
        LdapDirectory.builder(
            alone,
            UserSchema.openLdap().build(),
            GroupSettings.openLdap(GroupLookup.MEMBER_SEARCH).base(GROUPS).build(),
            new LdapDomain(PEOPLE, "EXAMPLE", null));
    assertThrows(ConfigurationException.class, builder::build);
    directory = builder.directBind("uid={name}," + PEOPLE).clock(Shapes.CLOCK).build();
    Identity alice = identity(directory, "alice", "Alice-1");
    assertTrue(alice.groups().contains("all"), alice.groups()::toString);
    server.operations.clear();
    assertEquals("wrong-password", outcome(directory, "alice", "wrong"));
    assertEquals("wrong-password", outcome(directory, "nobody", "wrong"));
    assertEquals("unknown-user", outcome(directory, "a*b", "wrong"));
    assertEquals(List.of("bind", "bind", "bind"), server.kinds());
    assertEquals("empty-credentials", outcome(directory, "alice", ""));
    assertThrows(ConfigurationException.class, () -> builder.directBind("uid=alice"));
  }

  /** What one may see of the groups says nothing of what the next one may see. */
  @Test
  void directBindsRememberNothingOfOthers() throws Exception {
    directory.close();
    directory = openLdap(server, GroupLookup.MEMBER_OF).directBind("uid={name}," + PEOPLE).build();
    server.modify(
        "dn: uid=bob," + PEOPLE,
        "changetype: modify",
        "add: memberOf",
        "memberOf: cn=unseen," + GROUPS,
        "memberOf: cn=helpdesk," + GROUPS);
    assertFalse(identity(directory, "bob", "Bob-1").groups().contains("unseen"));
    server.add("dn: cn=unseen," + GROUPS, "objectClass: groupOfNames", "cn: unseen");
    Identity bob = identity(directory, "bob", "Bob-1");
    assertTrue(bob.groups().containsAll(List.of("unseen", "helpdesk", "all")), bob::toString);
  }

  @Test
  void groupsByTheirMembers() throws Exception {
    directory.close();
    directory = openLdap(server, GroupLookup.MEMBER_SEARCH).build();
    assertEquals(
        Set.of("helpdesk", "staff", "all", "unix", "prim"),
        Set.copyOf(
            identity(directory, "alice", "Alice-1").groups().stream()
                .filter(name -> !name.contains("="))
                .toList()));
    assertEquals(Set.of(), identity(directory, "bob", "Bob-1").groups());
  }

  @Test
  void settingsThatCannotWork() {
    LdapDirectory.Builder builder = openLdap(server, GroupLookup.NONE);
    assertThrows(ConfigurationException.class, () -> builder.domain(LdapDomain.of("dc=other")));
    assertThrows(
        ConfigurationException.class,
        () -> builder.domain(new LdapDomain("dc=other", "example", null)));
    assertThrows(ConfigurationException.class, () -> LdapDomain.of("no name"));
    assertThrows(ConfigurationException.class, () -> LdapDomain.of(""));
    assertThrows(ConfigurationException.class, () -> new LdapDomain("dc=x", " ", null));
    UserSchema.Builder schema = UserSchema.openLdap();
    assertThrows(ConfigurationException.class, () -> schema.userFilter("person"));
    assertThrows(ConfigurationException.class, () -> schema.names("uid)(x=", null));
    assertThrows(ConfigurationException.class, () -> builder.ntHashAttribute("*"));
  }
}
