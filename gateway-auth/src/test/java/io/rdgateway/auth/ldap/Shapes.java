/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.Identity;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.basic.PasswordVerifier;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.UserPrincipal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Directories as they are found in the wild. */
final class Shapes {
  static final String BASE = "dc=example";
  static final String PEOPLE = "ou=people," + BASE;
  static final String GROUPS = "ou=groups," + BASE;
  static final String AD = "DC=corp,DC=example";
  static final String DOMAIN_SID = "S-1-5-21-1111-2222-3333-";

  /** A Monday at noon. */
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  static final InstantSource CLOCK = InstantSource.fixed(NOW);

  // The server has no schema and compares all values as text: the last bytes of SIDs have to be
  // text
  // too, or two of them are the same.

  private Shapes() {}

  /**
   * Alice is in helpdesk, which is in staff, which is in all, which is in helpdesk; in the group
   * unix by her name, and in prim by her number.
   */
  static TestDirectory openLdap() throws LDAPException {
    TestDirectory directory = TestDirectory.plain(BASE);
    directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
    directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
    directory.add("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups");
    directory.add(
        "dn: uid=alice," + PEOPLE,
        "objectClass: person",
        "uid: alice",
        "cn: Alice",
        "mail: Alice.A@example.org",
        "roomNumber: 12",
        "gidNumber: 100",
        "userPassword: Alice-1",
        "memberOf: cn=helpdesk," + GROUPS,
        "memberOf: cn=elsewhere,ou=other,dc=example");
    directory.add(
        "dn: uid=bob," + PEOPLE, "objectClass: person", "uid: bob", "userPassword: Bob-1");
    group(directory, "helpdesk", "uid=alice," + PEOPLE, "cn=staff," + GROUPS);
    group(directory, "staff", "cn=helpdesk," + GROUPS, "cn=all," + GROUPS);
    group(directory, "all", "cn=staff," + GROUPS, "cn=helpdesk," + GROUPS);
    // A cycle, as the search for members sees it.
    directory.modify(
        "dn: cn=helpdesk," + GROUPS,
        "changetype: modify",
        "add: member",
        "member: cn=all," + GROUPS);
    directory.add(
        "dn: cn=unix," + GROUPS,
        "objectClass: posixGroup",
        "cn: unix",
        "gidNumber: 500",
        "memberUid: alice");
    directory.add("dn: cn=prim," + GROUPS, "objectClass: posixGroup", "cn: prim", "gidNumber: 100");
    return directory;
  }

  private static void group(TestDirectory directory, String name, String member, String in) {
    directory.add(
        "dn: cn=" + name + "," + GROUPS,
        "objectClass: groupOfNames",
        "cn: " + name,
        "member: " + member,
        "memberOf: " + in);
  }

  static LdapDirectory.Builder openLdap(TestDirectory directory, GroupLookup lookup) {
    return openLdap(directory, UserSchema.openLdap(), lookup);
  }

  static LdapDirectory.Builder openLdap(
      TestDirectory directory, UserSchema.Builder schema, GroupLookup lookup) {
    return LdapDirectory.builder(
            directory.settings().build(),
            schema.build(),
            GroupSettings.openLdap(lookup).base(GROUPS).build(),
            new LdapDomain(PEOPLE, "EXAMPLE", "example.org"))
        .clock(CLOCK);
  }

  /** Alice is in Desktops, which is in Remote; her primary group is in Everyone. */
  static TestDirectory activeDirectory() throws LDAPException {
    TestDirectory directory = TestDirectory.plain(AD);
    directory.add("dn: " + AD, "objectClass: domainDNS", "dc: corp");
    user(directory, "Alice A", "alice", 1101);
    user(directory, "Bob B", "bob", 1102);
    adGroup(directory, "Domain Users", 513, "CN=Everyone," + AD);
    adGroup(directory, "Everyone", 1301, null);
    adGroup(directory, "Desktops", 1302, "CN=Remote," + AD);
    adGroup(directory, "Remote", 1303, null);
    member(directory, "Desktops", "CN=Alice A," + AD);
    member(directory, "Remote", "CN=Desktops," + AD);
    member(directory, "Everyone", "CN=Domain Users," + AD);
    directory.modify(
        "dn: CN=Alice A," + AD,
        "changetype: modify",
        "add: memberOf",
        "memberOf: CN=Desktops," + AD,
        "-",
        "add: tokenGroups",
        "tokenGroups:: " + sid(513),
        "tokenGroups:: " + sid(1301),
        "tokenGroups:: " + sid(1302),
        "tokenGroups:: " + sid(1303),
        "tokenGroups:: " + sid(1330));
    directory.add(
        "dn: CN=PC1," + AD,
        "objectClass: computer",
        "objectCategory: computer",
        "sAMAccountName: PC1$",
        "primaryGroupID: 515",
        "objectSid:: " + sid(1103),
        "memberOf: CN=Desktops," + AD);
    return directory;
  }

  static void user(TestDirectory directory, String name, String account, int relative) {
    directory.add(
        "dn: CN=" + name + "," + AD,
        "objectClass: user",
        "objectCategory: person",
        "cn: " + name,
        "displayName: " + name,
        "sAMAccountName: " + account,
        "userPrincipalName: " + account + "@corp.example",
        "userAccountControl: 512",
        "accountExpires: 9223372036854775807",
        "pwdLastSet: 133000000000000000",
        "primaryGroupID: 513",
        "objectSid:: " + sid(relative),
        "objectGUID:: " + guid(account),
        "userPassword: " + account + "-1");
  }

  private static void adGroup(
      TestDirectory directory, String name, int relative, @Nullable String in) {
    directory.add(
        "dn: CN=" + name + "," + AD,
        "objectClass: group",
        "cn: " + name,
        "sAMAccountName: " + name,
        "distinguishedName: CN=" + name + "," + AD,
        "objectSid:: " + sid(relative));
    if (in != null) {
      directory.modify(
          "dn: CN=" + name + "," + AD, "changetype: modify", "add: memberOf", "memberOf: " + in);
    }
  }

  private static void member(TestDirectory directory, String group, String dn) {
    directory.modify(
        "dn: CN=" + group + "," + AD, "changetype: modify", "add: member", "member: " + dn);
  }

  static String sid(int relative) {
    return Base64.getEncoder().encodeToString(Sid.parse(DOMAIN_SID + relative).toBytes());
  }

  private static String guid(String account) {
    UUID id = UUID.nameUUIDFromBytes(account.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
  }

  static LdapDirectory.Builder activeDirectory(TestDirectory directory, GroupLookup lookup) {
    return LdapDirectory.builder(
            directory.settings().build(),
            UserSchema.activeDirectory().build(),
            GroupSettings.activeDirectory(lookup).build(),
            new LdapDomain(AD, "CORP", "corp.example"))
        .clock(CLOCK);
  }

  /** The name of who signed in, or the code of the refusal. */
  static String outcome(PasswordVerifier verifier, String name, String password) {
    try {
      PasswordOutcome outcome = verifier.verify(name, password, Fixtures.context());
      return outcome instanceof PasswordOutcome.Refused refused
          ? refused.reason().code()
          : ((PasswordOutcome.Verified) outcome).identity().name();
    } catch (Exception e) {
      throw new AssertionError("a directory answers or refuses", e);
    }
  }

  static Identity identity(PasswordVerifier verifier, String name, String password)
      throws Exception {
    PasswordOutcome outcome = verifier.verify(name, password, Fixtures.context());
    if (outcome instanceof PasswordOutcome.Verified verified) {
      return verified.identity();
    }
    throw new AssertionError(outcome.toString());
  }

  static UserPrincipal principal(PasswordVerifier verifier, String name, String password)
      throws Exception {
    return identity(verifier, name, password).signedIn(AuthScheme.BASIC, NOW);
  }
}
