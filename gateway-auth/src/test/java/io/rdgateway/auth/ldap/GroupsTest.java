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

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.spi.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GroupsTest {
  private final TestDirectory server = openLdap();
  private final AtomicLong now = new AtomicLong();

  GroupsTest() throws LDAPException {}

  @AfterEach
  void close() {
    server.close();
  }

  private LdapDirectory directory(GroupSettings.Builder groups) {
    return LdapDirectory.builder(
            server.settings().build(),
            UserSchema.openLdap().build(),
            groups.base(GROUPS).build(),
            LdapDomain.of(PEOPLE))
        .clock(Shapes.CLOCK)
        .nanoTime(now::get)
        .build();
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMBER_OF", "MEMBER_SEARCH"})
  void whoIsBeyondTheBoundsIsRefused(GroupLookup lookup) {
    // Three groups in a chain, which comes back to the first; two more by name and number.
    int all = lookup == GroupLookup.MEMBER_OF ? 3 : 5;
    try (LdapDirectory deep = directory(GroupSettings.openLdap(lookup).bounds(3, 100));
        LdapDirectory shallow = directory(GroupSettings.openLdap(lookup).bounds(2, 100));
        LdapDirectory many = directory(GroupSettings.openLdap(lookup).bounds(16, all));
        LdapDirectory few = directory(GroupSettings.openLdap(lookup).bounds(16, all - 1))) {
      assertEquals("alice", outcome(deep, "alice", "Alice-1"));
      assertEquals("too-many-groups", outcome(shallow, "alice", "Alice-1"));
      assertEquals("alice", outcome(many, "alice", "Alice-1"));
      assertEquals("too-many-groups", outcome(few, "alice", "Alice-1"));
      assertEquals("bob", outcome(few, "bob", "Bob-1"));
    }
  }

  @Test
  void moreMembershipsThanOneAnswerHoldsAreTooMany() {
    server.add(
        "dn: uid=carol," + PEOPLE,
        "objectClass: person",
        "uid: carol",
        "userPassword: Carol-1",
        "memberOf;range=0-1499: cn=helpdesk," + GROUPS);
    try (LdapDirectory directory = directory(GroupSettings.openLdap(GroupLookup.MEMBER_OF))) {
      assertEquals("too-many-groups", outcome(directory, "carol", "Carol-1"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMBER_OF", "MEMBER_SEARCH"})
  void nestedGroupsAreRememberedAndDirectOnesNever(GroupLookup lookup) throws Exception {
    try (LdapDirectory directory =
        directory(GroupSettings.openLdap(lookup).cache(10, Duration.ofMinutes(5)))) {
      identity(directory, "alice", "Alice-1");
      int cold = server.operations.size();
      assertTrue(directory.accounts().groups().remembered() >= 3);
      server.operations.clear();
      identity(directory, "alice", "Alice-1");
      assertTrue(server.operations.size() < cold, server.operations::toString);

      // The nested group is seen as long as it is remembered.
      unnest(lookup);
      assertTrue(identity(directory, "alice", "Alice-1").groups().contains("staff"));
      now.addAndGet(Duration.ofMinutes(5).toNanos());
      assertFalse(identity(directory, "alice", "Alice-1").groups().contains("staff"));

      leave(lookup);
      assertFalse(identity(directory, "alice", "Alice-1").groups().contains("helpdesk"));
    }
  }

  private void unnest(GroupLookup lookup) {
    if (lookup == GroupLookup.MEMBER_OF) {
      server.modify("dn: cn=helpdesk," + GROUPS, "changetype: modify", "delete: memberOf");
    } else {
      server.modify("dn: cn=staff," + GROUPS, "changetype: modify", "delete: member");
    }
  }

  private void leave(GroupLookup lookup) {
    if (lookup == GroupLookup.MEMBER_OF) {
      server.modify("dn: uid=alice," + PEOPLE, "changetype: modify", "delete: memberOf");
    } else {
      server.modify("dn: cn=helpdesk," + GROUPS, "changetype: modify", "delete: member");
    }
  }

  @Test
  void theCacheIsBounded() throws Exception {
    try (LdapDirectory directory =
        directory(GroupSettings.openLdap(GroupLookup.MEMBER_OF).cache(2, Duration.ofMinutes(5)))) {
      identity(directory, "alice", "Alice-1");
      assertEquals(2, directory.accounts().groups().remembered());
    }
    try (LdapDirectory directory =
        directory(GroupSettings.openLdap(GroupLookup.MEMBER_OF).cache(0, Duration.ZERO))) {
      identity(directory, "alice", "Alice-1");
      assertEquals(0, directory.accounts().groups().remembered());
    }
  }

  @Test
  void settingsThatCannotWork() {
    GroupSettings.Builder groups = GroupSettings.openLdap(GroupLookup.NONE);
    assertThrows(ConfigurationException.class, () -> groups.bounds(0, 1));
    assertThrows(ConfigurationException.class, () -> groups.bounds(65, 1));
    assertThrows(ConfigurationException.class, () -> groups.bounds(1, 10_001));
    assertThrows(ConfigurationException.class, () -> groups.cache(1, Duration.ofHours(2)));
    assertThrows(ConfigurationException.class, () -> groups.cache(-1, Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> groups.filter("x"));
    assertThrows(ConfigurationException.class, () -> groups.base("x"));
    assertThrows(ConfigurationException.class, () -> groups.nameAttribute("c n"));
  }
}
