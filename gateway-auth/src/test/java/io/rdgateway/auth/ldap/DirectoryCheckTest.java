/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.PEOPLE;
import static io.rdgateway.auth.ldap.Shapes.openLdap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.ntlm.NtHash;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DirectoryCheckTest {
  private final TestDirectory server = openLdap();
  private final LdapDirectory directory =
      openLdap(server, GroupLookup.MEMBER_OF).ntHashAttribute("sambaNTPassword").build();

  DirectoryCheckTest() throws LDAPException {}

  @AfterEach
  void close() {
    directory.close();
    server.close();
  }

  private DirectoryReport.UserReport user(String name) {
    return Objects.requireNonNull(directory.check(name).user());
  }

  @Test
  void aUserWithEverything() {
    server.modify(
        "dn: uid=alice," + PEOPLE,
        "changetype: modify",
        "add: sambaNTPassword",
        "sambaNTPassword: " + NtHash.ofPassword("x").toHex());
    DirectoryReport report = directory.check("EXAMPLE\\alice");
    assertTrue(report.good());
    assertEquals(1, report.servers().size());
    assertTrue(report.servers().get(0).words().contains(TestDirectory.SERVICE), report::toString);
    DirectoryReport.UserReport alice = Objects.requireNonNull(report.user());
    assertEquals("uid=alice," + PEOPLE, alice.dn());
    assertTrue(Objects.requireNonNull(alice.identity()).groups().contains("all"));
    assertTrue(alice.ntlm());
    assertFalse(report.toString().contains(NtHash.ofPassword("x").toHex()));
  }

  @Test
  void aUserWhoMayNotComeIsShownAllTheSame() {
    server.modify(
        "dn: uid=alice," + PEOPLE, "changetype: modify", "add: pwdReset", "pwdReset: TRUE");
    DirectoryReport report = directory.check("alice");
    assertFalse(report.good());
    DirectoryReport.UserReport alice = Objects.requireNonNull(report.user());
    assertEquals("password-must-change", Objects.requireNonNull(alice.refusal()).code());
    assertTrue(Objects.requireNonNull(alice.identity()).groups().contains("all"));
    assertFalse(alice.ntlm());
  }

  @Test
  void nobody() {
    assertEquals("unknown-user", Objects.requireNonNull(user("nobody").refusal()).code());
    assertEquals(null, directory.check(null).user());
  }

  @Test
  void aServerThatIsDown() {
    server.server.shutDown(true);
    DirectoryReport report = directory.check("alice");
    assertFalse(report.good());
    assertFalse(report.servers().get(0).good());
    assertEquals(
        "unavailable",
        Objects.requireNonNull(Objects.requireNonNull(report.user()).refusal()).code());
  }

  @Test
  void aWrongServicePassword() {
    try (LdapDirectory wrong =
        LdapDirectory.builder(
                LdapConnectionSettings.insecurePlain(server.address())
                    .serviceAccount(TestDirectory.SERVICE, () -> "wrong")
                    .build(),
                UserSchema.openLdap().build(),
                GroupSettings.openLdap(GroupLookup.NONE).build(),
                LdapDomain.of(PEOPLE))
            .build()) {
      DirectoryReport report = wrong.check(null);
      assertFalse(report.servers().get(0).good());
      assertTrue(report.servers().get(0).words().contains("invalid credentials"), report::toString);
    }
  }
}
