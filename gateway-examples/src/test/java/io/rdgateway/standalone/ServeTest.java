/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.rdgateway.auth.ntlm.NtlmClientCredentials;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.examples.ScriptedRadius;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as an administrator runs it, from its file. */
@Timeout(120)
class ServeTest {
  private static final byte[] REQUEST =
      HexFormat.of().parseHex("030000130EE00000000000010008000B000000");
  private static final byte[] CONFIRM = HexFormat.of().parseHex(RdpHost.CONFIRM);

  @TempDir Path place;
  private ServedFolder folder;

  @BeforeEach
  void files() {
    folder = new ServedFolder(place);
    folder.certificate();
  }

  private static void exchange(GatewayChannel channel) throws Exception {
    channel.output().write(REQUEST);
    assertArrayEquals(CONFIRM, channel.input().readNBytes(CONFIRM.length));
  }

  @Test
  void opensAHostTakesChangesOverAndDrains() throws Exception {
    try (RdpHost host = new RdpHost(RdpHost.CONFIRM)) {
      folder.user("alice", "word");
      folder.policy("staff", host.port());
      FolderFiles.write(
          place.resolve("admin-secret"),
          "0123456789abcdef0123456789abcdef\n".getBytes(StandardCharsets.US_ASCII));
      folder.config(
          ServedFolder.USERS,
          ServedFolder.SIGN_IN,
          """
          admin:
            listen: "127.0.0.1:0"
            secret-file: "admin-secret"
          """);
      try (ServedProgram program = new ServedProgram(place)) {
        ClientCredentials ntlm = NtlmClientCredentials.of("alice", "word");
        for (TransportKind transport : TransportKind.values()) {
          try (GatewayChannel channel =
              folder.client(program.port(), transport, ntlm).open("127.0.0.1", host.port())) {
            exchange(channel);
          }
        }
        ClientCredentials basic = ClientCredentials.basic("alice", "word");
        var client = folder.client(program.port(), TransportKind.WEBSOCKET, basic);
        try (GatewayChannel channel = client.open("127.0.0.1", host.port())) {
          exchange(channel);
          administrators(program);

          folder.replace("users.yaml", "version: 1\nusers: []\n");
          program.signal("HUP");
          program.await("The certificate has been loaded again");
          program.await("The users stay as they were. .*there is no user");

          program.signal("TERM");
          program.await("Taking no new tunnels; those that are open \\(1\\) may go on for 30 s");
          assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", host.port()));
        }
        assertEquals(0, program.result());
        program.await("Stopped\\.");
      }
    }
  }

  /** What the listener for administrators knows and does. */
  private void administrators(ServedProgram program) throws Exception {
    Matcher at =
        Pattern.compile("Administrators are heard on \\S*:(\\d+)\\.")
            .matcher(program.await("Administrators are heard on"));
    assertTrue(at.find());
    String url = "http://127.0.0.1:" + at.group(1);
    Started tunnels = Started.run(place, "tunnels", "--admin", url);
    assertEquals(0, tunnels.code(), tunnels::toString);
    assertTrue(tunnels.out().contains("alice"), tunnels::out);
    Started health = Started.run(place, "health", "--admin", url);
    assertEquals(0, health.code(), health::toString);
    Started reload = Started.run(place, "reload", "--policy", "--admin", url);
    assertEquals(0, reload.code(), reload::toString);
    assertTrue(reload.out().contains("the policy has not changed"), reload::out);
  }

  @Test
  void onlyTheProxiesAreHeard() throws Exception {
    folder.user("alice", "word");
    folder.policy("staff", 3389);
    folder.config(
        ServedFolder.USERS,
        ServedFolder.SIGN_IN,
        """
        proxies:
          statement: x-forwarded-for
          networks: ["127.0.0.1"]
        """);
    try (ServedProgram program = new ServedProgram(place)) {
      var client =
          folder.client(
              program.port(), TransportKind.WEBSOCKET, ClientCredentials.basic("alice", "word"));
      var refusal =
          assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", 3389));
      assertTrue(String.valueOf(refusal.getMessage()).contains("400"), refusal::getMessage);
    }
  }

  @Test
  void aChangedPolicyEndsTunnelsAndANewCertificateIsShown() throws Exception {
    try (RdpHost host = new RdpHost(RdpHost.CONFIRM)) {
      folder.user("alice", "word");
      folder.policy("staff", host.port());
      folder.config(ServedFolder.USERS, ServedFolder.SIGN_IN);
      ClientCredentials basic = ClientCredentials.basic("alice", "word");
      try (ServedProgram program = new ServedProgram(place)) {
        var before = folder.client(program.port(), TransportKind.WEBSOCKET, basic);
        try (GatewayChannel channel = before.open("127.0.0.1", host.port())) {
          exchange(channel);
          folder.policy("others", host.port());
          folder.certificate();
          program.signal("HUP");
          program.await("The policy has changed and is in force");
          program.await("Tunnels that the change ended: 1");
          assertEquals(-1, channel.input().read());
        }
        program.await("The certificate has been loaded again");
        var after = folder.client(program.port(), TransportKind.WEBSOCKET, basic);
        var refusal =
            assertThrows(GatewayClientException.class, () -> after.open("127.0.0.1", host.port()));
        assertNotEquals(0, refusal.resultCode().orElse(0), refusal::getMessage);
        program.signal("INT");
        assertEquals(0, program.result());
      }
    }
  }

  @Test
  void usersOfADirectoryBesideThoseOfTheFile() throws Exception {
    TlsIdentity identity =
        TlsSource.pem(place.resolve("chain.pem"), place.resolve("key.pem")).load();
    InMemoryDirectoryServer directory = directory(identity);
    try (RdpHost host = new RdpHost(RdpHost.CONFIRM)) {
      folder.user("emergency", "word");
      folder.policy("staff", host.port());
      folder.replace("secret", "Service-1\n");
      folder.config(
          ServedFolder.USERS,
          ServedFolder.SIGN_IN,
          """
          directory:
            kind: open-ldap
            servers: ["localhost:%d"]
            security: ldaps
            trust: "chain.pem"
            service-account: "cn=gateway,dc=example"
            password-file: "secret"
            base: "dc=example"
            groups: member-of
          """
              .formatted(directory.getListenPort()));
      try (ServedProgram program = new ServedProgram(place)) {
        for (String user : new String[] {"bob", "emergency"}) {
          try (GatewayChannel channel =
              folder
                  .client(
                      program.port(),
                      TransportKind.WEBSOCKET,
                      ClientCredentials.basic(user, user.equals("bob") ? "Bobs-1" : "word"))
                  .open("127.0.0.1", host.port())) {
            exchange(channel);
          }
        }
        var wrong =
            folder.client(
                program.port(),
                TransportKind.WEBSOCKET,
                ClientCredentials.basic("emergency", "Bobs-1"));
        assertThrows(GatewayClientException.class, () -> wrong.open("127.0.0.1", host.port()));
      }
    } finally {
      directory.shutDown(true);
    }
  }

  private static InMemoryDirectoryServer directory(TlsIdentity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", identity.privateKey(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
    config.setSchema(null);
    config.addAdditionalBindCredentials("cn=gateway,dc=example", "Service-1");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            "ldaps",
            InetAddress.getLoopbackAddress(),
            0,
            tls.getServerSocketFactory(),
            tls.getSocketFactory()));
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example", "objectClass: domain", "dc: example");
    server.add("dn: cn=staff,dc=example", "objectClass: groupOfNames", "cn: staff");
    server.add(
        "dn: uid=bob,dc=example",
        "objectClass: person",
        "uid: bob",
        "userPassword: Bobs-1",
        "memberOf: cn=staff,dc=example");
    server.startListening();
    return server;
  }

  @Test
  void aRadiusServerDecidesAfterTheRules() throws Exception {
    folder.user("alice", "word");
    for (int answer : new int[] {ScriptedRadius.ACCEPT, ScriptedRadius.REJECT}) {
      try (RdpHost host = new RdpHost(RdpHost.CONFIRM);
          ScriptedRadius radius = ScriptedRadius.start(answer)) {
        folder.policy("staff", host.port());
        folder.replace("secret", ScriptedRadius.SECRET + "\n");
        folder.config(
            ServedFolder.USERS,
            ServedFolder.SIGN_IN,
            """
            radius:
              servers:
                - address: "127.0.0.1:%d"
                  secret-file: "secret"
              use: [connection-policy]
            """
                .formatted(radius.address().getPort()));
        try (ServedProgram program = new ServedProgram(place)) {
          var client =
              folder.client(
                  program.port(),
                  TransportKind.WEBSOCKET,
                  NtlmClientCredentials.of("alice", "word"));
          if (answer == ScriptedRadius.ACCEPT) {
            try (GatewayChannel channel = client.open("127.0.0.1", host.port())) {
              exchange(channel);
            }
          } else {
            assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", host.port()));
          }
          assertEquals(1, radius.requests());
        }
      }
    }
  }

  @Test
  void whatCannotBeUsedIsToldAtOnceAndNothingIsLeftBehind() throws Exception {
    folder.config(ServedFolder.USERS, ServedFolder.SIGN_IN);
    Started none = Started.run(place, "serve", "--config", "gateway.yaml");
    assertEquals(Main.BAD_INPUT, none.code(), none::toString);
    assertTrue(none.err().contains("users.yaml: the users cannot be read"), none::err);
    assertTrue(none.err().contains("there is no such policy file"), none::err);
    assertFalse(none.out().contains("Serving"), none::out);

    folder.replace("gateway.yaml", "version: 1\nname: \"localhost\"\n");
    Started wrong = Started.run(place, "serve", "--config", "gateway.yaml");
    assertEquals(Main.BAD_INPUT, wrong.code());
    for (String key : new String[] {"tls", "sign-in", "policy"}) {
      assertTrue(wrong.err().contains("gateway.yaml:1:1: the key \"" + key), wrong::err);
    }
    assertEquals(2, Started.run(place, "serve", "--config", "none.yaml").code());
    assertEquals(2, Started.run(place, "serve").code());
    assertTrue(Files.notExists(place.resolve("users.yaml")));
  }
}
