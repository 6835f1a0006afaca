/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command prints and returns; what a directory means is tested where it is decided. */
class CheckDirectoryTest {
  private static final String POLICY =
      """
      version: 1
      connection-policies:
        - name: staff
          groups: [helpdesk]
        - name: others
          groups: [nobody]
      resource-policies:
        - name: desktops
          groups: ["cn=helpdesk,dc=example"]
          hosts: ["*.vdi.example"]
        - name: elsewhere
          users: [bob]
          hosts: [10.1.0.0/16]
      """;

  @TempDir Path folder;
  private InMemoryDirectoryServer server;

  @BeforeEach
  void start() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
    config.setSchema(null);
    config.addAdditionalBindCredentials("cn=gateway,dc=example", "Service-1");
    SSLContext tls = certificate();
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            "ldaps",
            InetAddress.getLoopbackAddress(),
            0,
            tls.getServerSocketFactory(),
            tls.getSocketFactory()));
    server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example", "objectClass: domain", "dc: example");
    server.add(
        "dn: uid=alice,dc=example",
        "objectClass: person",
        "uid: alice",
        "roomNumber: 12",
        "memberOf: cn=helpdesk,dc=example",
        "memberOf: cn=\u202eevil,dc=example");
    server.add("dn: cn=helpdesk,dc=example", "objectClass: groupOfNames", "cn: helpdesk");
    server.add("dn: cn=\u202eevil,dc=example", "objectClass: groupOfNames", "cn: \u202eevil");
    server.add("dn: uid=bob,dc=example", "objectClass: person", "uid: bob", "nsAccountLock: true");
    server.startListening();
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Files.writeString(folder.resolve("password"), "Service-1\n");
    Files.writeString(folder.resolve("directory.yaml"), file());
  }

  private SSLContext certificate() throws Exception {
    SelfSignedCertificate made =
        SelfSignedCertificate.generate(
            List.of("127.0.0.1"),
            SelfSignedCertificate.KeyType.EC_P256,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1));
    made.writePem(folder.resolve("authorities.pem"), folder.resolve("key.pem"));
    TlsIdentity identity = made.identity();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", identity.privateKey(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private String file() {
    return """
        version: 1
        kind: "open-ldap"
        servers: ["127.0.0.1:%d"]
        security: "ldaps"
        trust: "authorities.pem"
        service-account: "cn=gateway,dc=example"
        password-file: "password"
        base: "dc=example"
        netbios-name: "EXAMPLE"
        groups: "member-of"
        attributes: ["roomNumber"]
        """
        .formatted(server.getListenPort());
  }

  @AfterEach
  void stop() {
    server.shutDown(true);
  }

  private Started check(String... more) {
    List<String> args =
        new ArrayList<>(List.of("check-directory", "--directory", "directory.yaml"));
    args.addAll(List.of(more));
    return Started.run(folder, args.toArray(String[]::new));
  }

  @Test
  void aUserAndThePoliciesThatApply() {
    Started said = check("--user", "EXAMPLE\\alice", "--policy", "policy.yaml");
    assertEquals(0, said.code(), said::toString);
    List<String> lines = said.out().lines().filter(line -> !line.startsWith("Id: ")).toList();
    assertEquals(
        List.of(
            "127.0.0.1:"
                + server.getListenPort()
                + ": ok, connected by TLS, signed in as cn=gateway,dc=example",
            "DN: uid=alice,dc=example",
            "Name: EXAMPLE\\alice",
            "Group: cn=helpdesk,dc=example",
            "Group: cn=?evil,dc=example",
            "Group: helpdesk",
            "Attribute: roomNumber = [12]",
            "Sign-in: allowed with the right password",
            "NTLM: no, the directory shows no NT hash of the user",
            "Connection policy: staff",
            "Resource policy: desktops"),
        lines);
  }

  @Test
  void aUserWhoMayNotSignIn() {
    Started said = check("--user", "bob", "--policy", "policy.yaml");
    assertEquals(1, said.code(), said::toString);
    assertTrue(
        said.out().contains("Sign-in: refused, account-disabled, the account is disabled"),
        said::out);
    assertTrue(said.out().contains("No connection policy names the user"), said::out);
  }

  @Test
  void nobodyAndServersAlone() {
    Started nobody = check("--user", "nobody");
    assertEquals(1, nobody.code());
    assertTrue(nobody.out().contains("unknown-user"), nobody::out);
    Started alone = check();
    assertEquals(0, alone.code());
    assertEquals(1, alone.out().lines().count(), alone::out);
  }

  @Test
  void aServerThatIsDown() {
    server.shutDown(true);
    Started said = check("--user", "alice");
    assertEquals(1, said.code());
    assertTrue(said.out().contains(": FAILED, "), said::out);
    assertFalse(said.toString().contains("Service-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: \"open-ldap\"|kind: \"novell\"|:2:7: unknown kind \"novell\"; write one of active-directory, open-ldap",
        "security: \"ldaps\"|security: \"none\"|write one of ldaps, start-tls",
        "groups: \"member-of\"|groups: \"MEMBER_OF\"|write one of none, member-of, member-search",
        "base: \"dc=example\"|base: \"example\"|is no distinguished name",
        "password-file: \"password\"|password-file: \"missing\"|cannot be read",
        "password-file: \"password\"|nt-hash-attribute: \"x\"|say where the password is",
        "trust: \"authorities.pem\"|trust: \"missing.pem\"|cannot be read",
        "version: 1|version: 2|version",
        "attributes: [\"roomNumber\"]|attributes: [\"a)(b\"]|is no name of an attribute",
        "servers: [\"127.0.0.1|servers: [\"ldap://127.0.0.1|write a server as in",
        "netbios-name: \"EXAMPLE\"|password: \"secret\"|unknown key"
      })
  void mistakes(String right, String wrong, String words) throws IOException {
    Files.writeString(folder.resolve("directory.yaml"), file().replace(right, wrong));
    Started said = check("--user", "alice");
    assertTrue(said.code() != 0, said::toString);
    assertTrue((said.out() + said.err()).contains(words), said::toString);
    assertFalse(said.toString().contains("secret"));
  }
}
