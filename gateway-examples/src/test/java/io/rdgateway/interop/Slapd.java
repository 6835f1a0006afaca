/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import io.rdgateway.auth.ldap.LdapServer;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.tls.SelfSignedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/**
 * OpenLDAP with TLS, the overlays memberOf and ppolicy, and three users: alice is in helpdesk,
 * which is in remote, which is in desktops; carol is in remote only by a group that is in nothing
 * else.
 */
final class Slapd implements AutoCloseable {
  static final String BASE = "dc=example,dc=test";
  static final String PEOPLE = "ou=people," + BASE;
  static final String GROUPS = "ou=groups," + BASE;
  static final String SERVICE = "cn=gateway," + BASE;

  private static final Duration START = Duration.ofSeconds(15);
  private static final String ADMIN = "cn=admin," + BASE;

  private static final String CONFIGURATION =
      """
      include /etc/ldap/schema/core.schema
      include /etc/ldap/schema/cosine.schema
      include /etc/ldap/schema/nis.schema
      include /etc/ldap/schema/inetorgperson.schema
      attributetype ( 1.3.6.1.4.1.7165.2.1.25 NAME 'sambaNTPassword'
        EQUALITY caseIgnoreIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{32} SINGLE-VALUE )
      attributetype ( 1.3.6.1.4.1.7165.2.1.26 NAME 'sambaAcctFlags'
        EQUALITY caseIgnoreIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{16} SINGLE-VALUE )
      objectclass ( 1.3.6.1.4.1.7165.2.2.6 NAME 'sambaSamAccount' SUP top AUXILIARY
        MAY ( sambaNTPassword $ sambaAcctFlags ) )
      pidfile FOLDER/slapd.pid
      modulepath /usr/lib/ldap
      moduleload back_mdb
      moduleload memberof
      moduleload ppolicy
      TLSCertificateFile FOLDER/certificate.pem
      TLSCertificateKeyFile FOLDER/key.pem
      security simple_bind=128
      database mdb
      suffix "BASE"
      rootdn "cn=admin,BASE"
      rootpw PASSWORD
      directory FOLDER/db
      index objectClass,uid,member,entryUUID eq
      overlay memberof
      memberof-refint TRUE
      overlay ppolicy
      ppolicy_default "cn=policy,BASE"
      ppolicy_use_lockout
      access to attrs=userPassword by anonymous auth by * none
      access to attrs=sambaNTPassword by dn.base="cn=gateway,BASE" read by * none
      access to * by dn.base="cn=gateway,BASE" read by * none
      """;

  private static final String DATA =
      """
      dn: BASE
      objectClass: dcObject
      objectClass: organization
      dc: example
      o: Example

      dn: ou=people,BASE
      objectClass: organizationalUnit
      ou: people

      dn: ou=groups,BASE
      objectClass: organizationalUnit
      ou: groups

      dn: cn=policy,BASE
      objectClass: device
      objectClass: pwdPolicy
      cn: policy
      pwdAttribute: userPassword
      pwdLockout: TRUE
      pwdMaxFailure: 3

      dn: cn=gateway,BASE
      objectClass: organizationalRole
      objectClass: simpleSecurityObject
      cn: gateway
      userPassword: PASSWORD

      dn: uid=alice,ou=people,BASE
      objectClass: inetOrgPerson
      objectClass: sambaSamAccount
      uid: alice
      cn: Alice
      sn: Example
      roomNumber: 12
      userPassword: PASSWORD
      sambaNTPassword: HASH
      sambaAcctFlags: [U          ]

      dn: uid=bob,ou=people,BASE
      objectClass: inetOrgPerson
      uid: bob
      cn: Bob
      sn: Example
      userPassword: PASSWORD

      dn: uid=carol,ou=people,BASE
      objectClass: inetOrgPerson
      uid: carol
      cn: Carol (contract)*Example
      sn: Example
      userPassword: PASSWORD

      dn: cn=helpdesk,ou=groups,BASE
      objectClass: groupOfNames
      cn: helpdesk
      member: uid=alice,ou=people,BASE
      member: uid=nobody,ou=people,BASE

      dn: cn=contractors,ou=groups,BASE
      objectClass: groupOfNames
      cn: contractors
      member: uid=carol,ou=people,BASE

      dn: cn=desktops,ou=groups,BASE
      objectClass: groupOfNames
      cn: desktops
      member: cn=helpdesk,ou=groups,BASE

      dn: cn=remote,ou=groups,BASE
      objectClass: groupOfNames
      cn: remote
      member: cn=desktops,ou=groups,BASE
      member: cn=contractors,ou=groups,BASE
      """;

  private final Path certificate;
  private final String password;
  private final int startTlsPort;
  private final int ldapsPort;
  private final Child process;

  private Slapd(Path folder, String password) {
    this.password = password;
    this.certificate = folder.resolve("certificate.pem");
    startTlsPort = freePort();
    ldapsPort = freePort();
    SelfSignedCertificate.generate(
            List.of("127.0.0.1"),
            // GnuTLS, which Debian's slapd uses, does not read the JDK's EC keys.
            SelfSignedCertificate.KeyType.RSA_2048,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1))
        .writePem(certificate, folder.resolve("key.pem"));
    Path configuration = folder.resolve("slapd.conf");
    try {
      Files.createDirectory(folder.resolve("db"));
      Files.writeString(configuration, filled(CONFIGURATION.replace("\n  ", "\n\t"), folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        Child.start(
            folder.resolve("slapd.log"),
            Map.of(),
            List.of(
                Peers.program("slapd", "slapd"),
                "-d",
                "stats",
                "-f",
                configuration.toString(),
                "-h",
                "ldap://127.0.0.1:" + startTlsPort + " ldaps://127.0.0.1:" + ldapsPort));
    Await.until(START, () -> !process.isAlive() || process.output().contains("slapd starting"));
    if (!process.isAlive() || !process.output().contains("slapd starting")) {
      process.close();
      throw new AssertionError("slapd does not start: " + process.output());
    }
    String data = filled(DATA, folder);
    change(data.replaceAll("(?m)^(dn: .*)$", "$1\nchangetype: add"));
  }

  static Slapd start(Path folder) throws IOException {
    return new Slapd(Files.createTempDirectory(folder, "slapd"), Account.password());
  }

  private String filled(String text, Path folder) {
    return text.replace("FOLDER", folder.toString())
        .replace("BASE", BASE)
        .replace("PASSWORD", password)
        .replace("HASH", NtHash.ofPassword(password).toHex());
  }

  /** Nobody else gets it before slapd does, unless by bad luck. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes entries as the administrator. */
  void change(String ldif) {
    try (LDAPConnection connection =
            new LDAPConnection(ldapsSockets(), "127.0.0.1", ldapsPort, ADMIN, password);
        LDIFReader reader =
            new LDIFReader(new ByteArrayInputStream(ldif.getBytes(StandardCharsets.UTF_8)))) {
      for (var record = reader.readChangeRecord(); record != null; ) {
        record.processChange(connection);
        record = reader.readChangeRecord();
      }
    } catch (LDAPException | LDIFException | IOException e) {
      throw new AssertionError("slapd refuses a change: " + process.output(), e);
    }
  }

  private SSLSocketFactory ldapsSockets() {
    try {
      return new SSLUtil(new PEMFileTrustManager(certificate.toFile())).createSSLSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path certificate() {
    return certificate;
  }

  /** Of every user, and of the service account. */
  String password() {
    return password;
  }

  LdapServer ldaps() {
    return new LdapServer("127.0.0.1", ldapsPort);
  }

  LdapServer startTls() {
    return new LdapServer("127.0.0.1", startTlsPort);
  }

  @Override
  public void close() {
    process.close();
  }
}
