/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LdapConnectionsTest {
  private static final String BASE = "dc=example";
  private static final Duration IMPATIENT = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestDirectory directory = TestDirectory.plain(BASE);

  LdapConnectionsTest() throws LDAPException {}

  @BeforeEach
  void fill() {
    open.add(directory);
    fill(directory);
  }

  private static void fill(TestDirectory directory) {
    directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
    directory.add("dn: uid=alice," + BASE, "uid: alice", "userPassword: Right-1");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private LdapConnections connect(LdapConnectionSettings.Builder settings) {
    LdapConnections connections = new LdapConnections(settings.build(), now::get);
    open.add(0, connections);
    return connections;
  }

  private static SearchResult search(LdapConnections connections) throws LDAPException {
    return connections.search(
        new SearchRequest(
            BASE, SearchScope.SUB, Filter.createEqualityFilter("uid", "alice"), "uid"));
  }

  private static String resultOf(LdapConnections connections) {
    try {
      return "entries " + search(connections).getEntryCount();
    } catch (LDAPException e) {
      return e.getResultCode().getName();
    }
  }

  @Test
  void tlsOfBothKinds() throws Exception {
    TestCertificates certificates = TestCertificates.forNames(folder, "127.0.0.1");
    TestDirectory ldaps = TestDirectory.ldaps(certificates, BASE);
    TestDirectory startTls = TestDirectory.startTls(certificates, BASE);
    open.add(ldaps);
    open.add(startTls);
    fill(ldaps);
    fill(startTls);
    for (LdapConnectionSettings.Builder settings :
        List.of(
            LdapConnectionSettings.ldaps(ldaps.address()),
            LdapConnectionSettings.startTls(startTls.address()))) {
      LdapConnections connections =
          connect(
              settings
                  .trustPem(certificates.pem())
                  .serviceAccount(TestDirectory.SERVICE, () -> TestDirectory.SERVICE_PASSWORD));
      assertEquals("entries 1", resultOf(connections));
      connections.bind(new SimpleBindRequest("uid=alice," + BASE, "Right-1"));
    }
  }

  @Test
  void certificatesAreCheckedUnlessSaidOtherwise() throws Exception {
    TestCertificates here = TestCertificates.forNames(folder, "127.0.0.1");
    TestCertificates elsewhere = TestCertificates.forNames(folder, "ldap.example.com");
    for (boolean ldaps : new boolean[] {true, false}) {
      for (TestCertificates shown : List.of(here, elsewhere)) {
        TestDirectory server =
            ldaps ? TestDirectory.ldaps(shown, BASE) : TestDirectory.startTls(shown, BASE);
        open.add(server);
        fill(server);
        // Trusted, but for another host; for this host, but not trusted.
        Path trusted = shown.equals(here) ? elsewhere.pem() : shown.pem();
        assertFalse(
            resultOf(connect(tls(ldaps, server).trustPem(trusted))).startsWith("entries"),
            "a wrong certificate was taken");
        assertFalse(
            resultOf(connect(tls(ldaps, server))).startsWith("entries"),
            "a certificate that the JVM does not know was taken");
        assertEquals(List.of(), server.operations);
        assertEquals(
            "entries 1", resultOf(connect(tls(ldaps, server).insecureTrustAnyCertificate())));
      }
    }
  }

  /** A manager that is told of the host and does not look at it, as many are. */
  @Test
  void theHostIsCheckedWhoeverJudgesTheCertificate() throws Exception {
    TestCertificates elsewhere = TestCertificates.forNames(folder, "ldap.example.com");
    for (boolean ldaps : new boolean[] {true, false}) {
      TestDirectory server =
          ldaps ? TestDirectory.ldaps(elsewhere, BASE) : TestDirectory.startTls(elsewhere, BASE);
      open.add(server);
      fill(server);
      for (LdapConnectionSettings.Builder settings :
          List.of(
              tls(ldaps, server).trust(new TakesAnything()),
              tls(ldaps, server).insecureTrustAnyCertificate().trustPem(elsewhere.pem()))) {
        assertFalse(resultOf(connect(settings)).startsWith("entries"), "another host's was taken");
      }
      assertEquals(List.of(), server.operations);
    }
  }

  private static final class TakesAnything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static LdapConnectionSettings.Builder tls(boolean ldaps, TestDirectory server) {
    return (ldaps
            ? LdapConnectionSettings.ldaps(server.address())
            : LdapConnectionSettings.startTls(server.address()))
        .serviceAccount(TestDirectory.SERVICE, () -> TestDirectory.SERVICE_PASSWORD);
  }

  @Test
  void startTlsThatIsRefusedSendsNoPassword() throws Exception {
    LdapConnections connections =
        connect(
            LdapConnectionSettings.startTls(directory.address())
                .serviceAccount(TestDirectory.SERVICE, () -> TestDirectory.SERVICE_PASSWORD));
    assertFalse(resultOf(connections).startsWith("entries"));
    assertThrows(
        LDAPException.class,
        () -> connections.bind(new SimpleBindRequest("uid=alice," + BASE, "Right-1")));
    assertEquals(List.of(), directory.operations);
  }

  private LdapConnectionSettings.Builder pair(LdapServer first) {
    return LdapConnectionSettings.insecurePlain(first, directory.address())
        .serviceAccount(TestDirectory.SERVICE, () -> TestDirectory.SERVICE_PASSWORD)
        .connectTimeout(IMPATIENT)
        .responseTimeout(IMPATIENT);
  }

  @Test
  void aServerThatIsDownCostsNothing() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    LdapServer address = other.address();
    other.close();
    LdapConnections connections = connect(pair(address));
    assertEquals("entries 1", resultOf(connections));
    connections.bind(new SimpleBindRequest("uid=alice," + BASE, "Right-1"));
  }

  @Test
  void aServerThatGoesDownCostsNothing() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    fill(other);
    LdapConnections connections = connect(pair(other.address()));
    assertEquals("entries 1", resultOf(connections));
    connections.bind(new SimpleBindRequest("uid=alice," + BASE, "Right-1"));
    assertEquals(List.of(), directory.operations);
    other.close();
    assertEquals("entries 1", resultOf(connections));
    connections.bind(new SimpleBindRequest("uid=alice," + BASE, "Right-1"));
    assertEquals(2, directory.operations.size());
  }

  /** The kernel accepts the connections; nobody reads from them. */
  @Test
  void aServerThatKeepsSilentIsPassedBy() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      LdapConnections connections =
          connect(pair(new LdapServer("127.0.0.1", silent.getLocalPort())));
      assertEquals("entries 1", resultOf(connections));
      connections.bind(new SimpleBindRequest("uid=alice," + BASE, "Right-1"));
    }
  }

  @Test
  void aServerThatFallsSilentIsPassedBy() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    open.add(other);
    fill(other);
    LdapConnections connections = connect(pair(other.address()));
    assertEquals("entries 1", resultOf(connections));
    other.hold = new CountDownLatch(1);
    assertEquals("entries 1", resultOf(connections));
    int asked = other.operations.size();
    assertEquals("entries 1", resultOf(connections));
    assertEquals(asked, other.operations.size(), "it was asked again");
  }

  @Test
  void aServerComesBackAfterItsQuarantine() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    int port = other.server.getListenPort();
    LdapServer address = other.address();
    other.close();
    LdapConnections connections = connect(pair(address).poolSize(1));
    assertEquals("entries 1", resultOf(connections));

    TestDirectory back = TestDirectory.plainAt(port, BASE);
    open.add(back);
    fill(back);
    assertEquals("entries 1", resultOf(connections));
    assertEquals(List.of(), back.operations);

    now.addAndGet(Duration.ofMinutes(2).toNanos());
    directory.server.shutDown(true);
    assertEquals("entries 1", resultOf(connections));
    assertEquals(1, back.operations.size());
  }

  @Test
  void allServersMayBeInQuarantine() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    LdapServer address = other.address();
    other.close();
    int port = directory.server.getListenPort();
    LdapConnections connections = connect(pair(address));
    directory.server.shutDown(true);
    assertFalse(resultOf(connections).startsWith("entries"));
    TestDirectory back = TestDirectory.plainAt(port, BASE);
    open.add(back);
    fill(back);
    assertEquals("entries 1", resultOf(connections));
  }

  @Test
  void aRefusedServiceAccountIsNotTriedElsewhereNorSoonAgain() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    open.add(other);
    fill(other);
    List<String> passwords = new ArrayList<>();
    String[] password = {"wrong"};
    LdapConnections connections =
        connect(
            LdapConnectionSettings.insecurePlain(directory.address(), other.address())
                .serviceAccount(
                    TestDirectory.SERVICE,
                    () -> {
                      passwords.add(password[0]);
                      return password[0];
                    }));
    assertEquals(ResultCode.INVALID_CREDENTIALS.getName(), resultOf(connections));
    password[0] = TestDirectory.SERVICE_PASSWORD;
    assertEquals(ResultCode.INVALID_CREDENTIALS.getName(), resultOf(connections));
    assertEquals(List.of("wrong"), passwords);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertEquals("entries 1", resultOf(connections));
    assertEquals(List.of("wrong", TestDirectory.SERVICE_PASSWORD), passwords);
  }

  @Test
  void thePoolIsBounded() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    directory.hold = latch;
    LdapConnections connections =
        connect(directory.settings().poolSize(3).responseTimeout(Duration.ofSeconds(30)));
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(threads.submit(() -> resultOf(connections)));
      }
      directory.held.acquire(3);
      assertEquals(3, directory.connections.size());
      latch.countDown();
      for (Future<String> answer : answers) {
        assertEquals("entries 1", answer.get());
      }
      assertEquals(3, directory.connections.size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void referralsAreFollowedToListedServersOnly() throws Exception {
    TestDirectory other = TestDirectory.plain(BASE);
    open.add(other);
    fill(other);
    directory.searchError =
        new LDAPException(
            ResultCode.REFERRAL,
            "elsewhere",
            null,
            new String[] {"ldap://127.0.0.1:" + other.server.getListenPort() + "/" + BASE});
    assertEquals(ResultCode.REFERRAL.getName(), resultOf(connect(directory.settings())));
    assertFalse(
        resultOf(connect(directory.settings().followReferralsTo(new LdapServer("127.0.0.1", 1))))
            .startsWith("entries"));
    assertEquals(List.of(), other.operations);
    assertEquals(
        "entries 1", resultOf(connect(directory.settings().followReferralsTo(other.address()))));
    assertEquals(1, other.operations.size());
  }

  @Test
  void passwordsFromFileAndEnvironment() throws Exception {
    Path file = folder.resolve("password");
    ServicePassword inFile = ServicePassword.ofFile(file);
    assertThrows(IOException.class, inFile::read);
    Files.writeString(file, "Pass wörd\r\n");
    assertEquals("Pass wörd", inFile.read());
    for (String bad : List.of("", "\n", "one\ntwo\n", "x".repeat(5000), "a\0b")) {
      Files.writeString(file, bad);
      IOException refused = assertThrows(IOException.class, inFile::read);
      assertFalse(String.valueOf(refused.getMessage()).contains("two"));
    }
    Files.write(file, new byte[] {(byte) 0xC3});
    assertThrows(IOException.class, inFile::read);

    ServicePassword inVariable = new ServicePassword.InEnvironment("P", Map.of("P", "secret"));
    assertEquals("secret", inVariable.read());
    assertFalse(inVariable.toString().contains("secret"));
    assertThrows(
        IOException.class, new ServicePassword.InEnvironment("Q", Map.of("P", "secret"))::read);
    assertTrue(ServicePassword.ofEnvironment("P") instanceof ServicePassword.InEnvironment);
  }

  @Test
  void settingsThatCannotWork() {
    LdapServer server = directory.address();
    assertThrows(ConfigurationException.class, LdapConnectionSettings::ldaps);
    LdapConnectionSettings.Builder settings = LdapConnectionSettings.ldaps(server);
    assertThrows(
        ConfigurationException.class, () -> settings.serviceAccount(" ", () -> "password"));
    assertThrows(ConfigurationException.class, () -> settings.connectTimeout(Duration.ZERO));
    assertThrows(
        ConfigurationException.class, () -> settings.responseTimeout(Duration.ofMinutes(2)));
    assertThrows(ConfigurationException.class, () -> settings.quarantine(Duration.ofHours(2)));
    assertThrows(ConfigurationException.class, () -> settings.healthCheckInterval(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> settings.poolSize(0));
    assertThrows(ConfigurationException.class, () -> settings.poolSize(201));
    Path missing = folder.resolve("missing.pem");
    assertThrows(ConfigurationException.class, () -> settings.trustPem(missing));
    assertThrows(IllegalArgumentException.class, () -> new LdapServer("ldap://host", 389));
    assertThrows(IllegalArgumentException.class, () -> new LdapServer("host", 0));
  }
}
