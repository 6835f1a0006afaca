/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.OpenSsl;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.ServerCertificates;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.SelfSignedCertificate.KeyType;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates that are replaced while the gateway runs. */
@ParameterizedClass
@EnumSource(
    value = TlsEngine.class,
    names = {"JDK", "BORINGSSL"})
class CertificateReloadTest {
  private final Instant begin = Instant.now();
  private final SelfSignedCertificate old = certificate("gateway.example", begin);
  private final SelfSignedCertificate fresh = certificate("gateway.example", begin);
  private final SelfSignedCertificate desk = certificate("desk.example", begin);
  private final SelfSignedCertificate later =
      certificate("gateway.example", begin.plus(Duration.ofDays(2)));

  @Parameter TlsEngine engine = TlsEngine.AUTO;

  @TempDir private Path folder;
  private volatile Instant now = begin;
  private Path chain = Path.of("");
  private Path key = Path.of("");
  private TestGateway gateway = TestGateway.plain();

  @BeforeEach
  void start() {
    Assumptions.assumeTrue(engine == TlsEngine.JDK || OpenSsl.isAvailable(), "no BoringSSL here");
    chain = folder.resolve("chain.pem");
    key = folder.resolve("key.pem");
    old.writePem(chain, key);
    start(TlsSource.pem(chain, key));
  }

  private void start(TlsSource source) {
    gateway.close();
    gateway =
        TestGateway.start(
            source,
            new TestGateway.Passwords(),
            TestGateway.EVERYTHING,
            builder -> builder.tlsEngine(engine).eventLoops(1).clock(() -> now));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static SelfSignedCertificate certificate(String name, Instant from) {
    return SelfSignedCertificate.generate(
        List.of(name), KeyType.EC_P256, from.minusSeconds(3600), Duration.ofDays(100));
  }

  private static X509Certificate of(SelfSignedCertificate certificate) {
    return certificate.identity().certificate();
  }

  private X509Certificate shown(String name) throws Exception {
    return ServerCertificates.shown(gateway.address(), name);
  }

  private void look() {
    gateway.server().lookAtCertificates();
  }

  private <T extends GatewayEvent> List<T> events(Class<T> kind) {
    gateway.close(); // tells what is queued first
    return gateway.events.all(kind);
  }

  @Test
  void aLiveTunnelOutlivesItsCertificate() throws Exception {
    try (Hosts host = Hosts.echo();
        GatewayChannel tunnel = open(host.port())) {
      echo(tunnel, "before");

      fresh.writePem(chain, key);
      look();

      assertEquals(of(fresh), shown("gateway.example"));
      echo(tunnel, "after");
    }
    var changed = events(GatewayEvent.CertificateChanged.class);
    assertEquals(1, changed.size());
    assertEquals(GatewayEvent.Certificate.of(old.identity()), changed.get(0).before());
    assertEquals(GatewayEvent.Certificate.of(fresh.identity()), changed.get(0).after());
  }

  private GatewayChannel open(int port) throws Exception {
    return GatewayClient.builder("gateway.example", gateway.address().getPort())
        .connectTo(gateway.address())
        .trust(of(old))
        .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
        .build()
        .open("127.0.0.1", port);
  }

  private static void echo(GatewayChannel tunnel, String text) throws Exception {
    byte[] bytes = text.repeat(1_000).getBytes(UTF_8);
    tunnel.output().write(bytes);
    assertArrayEquals(bytes, tunnel.input().readNBytes(bytes.length));
  }

  @Test
  void whatDoesNotFitIsToldOnceAndTheOldStaysUntilItFits() throws Exception {
    Path newChain = folder.resolve("new-chain.pem");
    Path newKey = folder.resolve("new-key.pem");
    fresh.writePem(newChain, newKey);
    byte[] whole = Files.readAllBytes(newChain);

    Files.write(chain, Arrays.copyOf(whole, whole.length / 2));
    lookTwice();
    Files.delete(chain);
    lookTwice();
    Files.write(chain, whole); // and still the old key
    lookTwice();
    assertEquals(of(old), shown("gateway.example"));

    Files.copy(newKey, key, StandardCopyOption.REPLACE_EXISTING);
    lookTwice();
    assertEquals(of(fresh), shown("gateway.example"));

    assertEquals(1, events(GatewayEvent.CertificateChanged.class).size());
    var refused = events(GatewayEvent.CertificateRefused.class);
    assertEquals(3, refused.size(), refused::toString);
    assertTrue(refused.get(1).explanation().contains("does not exist"), refused::toString);
    assertTrue(refused.get(2).explanation().contains("does not belong"), refused::toString);
    assertEquals(GatewayEvent.Certificate.of(old.identity()), refused.get(2).inUse());
  }

  private void lookTwice() {
    look();
    look();
  }

  @Test
  void whatIsMendedAndBrokenAgainIsToldAgain() throws Exception {
    for (int i = 0; i < 2; i++) {
      Files.delete(key);
      lookTwice();
      old.writePem(chain, key);
      lookTwice();
    }
    assertEquals(2, events(GatewayEvent.CertificateRefused.class).size());
    assertEquals(List.of(), events(GatewayEvent.CertificateChanged.class));
  }

  @Test
  void aCertificateOfTheFutureIsTakenInItsTime() throws Exception {
    later.writePem(chain, key);
    lookTwice();
    assertEquals(of(old), shown("gateway.example"));

    now = begin.plus(Duration.ofDays(3));
    look();

    assertEquals(of(later), shown("gateway.example"));
    assertEquals(1, events(GatewayEvent.CertificateRefused.class).size());
  }

  @Test
  void anExpiredCertificateIsNotTaken() throws Exception {
    SelfSignedCertificate expired =
        certificate("gateway.example", begin.minus(Duration.ofDays(200)));
    expired.writePem(chain, key);

    assertThrows(ConfigurationException.class, gateway.server()::reloadTls);

    assertEquals(of(old), shown("gateway.example"));
    assertEquals(1, events(GatewayEvent.CertificateRefused.class).size());
  }

  @Test
  void oneOfSeveralIsRenewedWhileAnotherCannotBe() throws Exception {
    Path deskChain = folder.resolve("desk-chain.pem");
    Path deskKey = folder.resolve("desk-key.pem");
    desk.writePem(deskChain, deskKey);
    start(TlsSource.byName(TlsSource.pem(deskChain, deskKey), TlsSource.pem(chain, key)));
    assertEquals(of(desk), shown("unknown.example"));
    assertEquals(of(old), shown("gateway.example"));

    Files.delete(deskKey);
    fresh.writePem(chain, key);
    String refusal =
        String.valueOf(
            assertThrows(ConfigurationException.class, gateway.server()::reloadTls).getMessage());

    assertTrue(refusal.contains("desk-key.pem"), refusal);
    assertEquals(of(desk), shown("desk.example"));
    assertEquals(of(fresh), shown("gateway.example"));
  }

  @Test
  void aKeyStoreAndALoaderOfOnesOwnAreLookedAtAsWell() throws Exception {
    char[] password = "changeit".toCharArray();
    Path store = folder.resolve("gateway.p12");
    writeStore(store, old, password);
    SelfSignedCertificate[] own = {desk};
    start(TlsSource.byName(TlsSource.pkcs12(store, password), () -> own[0].identity()));
    look();
    assertEquals(of(desk), shown("desk.example"));

    SelfSignedCertificate renewed = certificate("desk.example", begin);
    own[0] = renewed;
    writeStore(store, fresh, password);
    lookTwice();

    assertEquals(of(renewed), shown("desk.example"));
    assertEquals(of(fresh), shown("gateway.example"));
    assertEquals(2, events(GatewayEvent.CertificateChanged.class).size());
  }

  private static void writeStore(Path file, SelfSignedCertificate certificate, char[] password)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "gateway",
        certificate.identity().privateKey(),
        password,
        new Certificate[] {of(certificate)});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
  }

  @Test
  void whatAnotherSourceHasIsReloadedFromThere() throws Exception {
    Path otherChain = folder.resolve("other-chain.pem");
    Path otherKey = folder.resolve("other-key.pem");
    fresh.writePem(otherChain, otherKey);
    gateway.server().updateTls(TlsSource.pem(otherChain, otherKey));
    assertEquals(of(fresh), shown("gateway.example"));

    desk.writePem(otherChain, otherKey);
    gateway.server().reloadTls();

    assertEquals(of(desk), shown("gateway.example"));
  }

  @Test
  void itsEndIsToldAtTheStartAtEachMarkAndOnceItHasCome() throws Exception {
    Instant end = of(old).getNotAfter().toInstant();
    now = end.minus(Duration.ofDays(10));
    start(TlsSource.pem(chain, key));
    lookTwice();
    now = end.minus(Duration.ofDays(2)); // the mark of seven days went by unseen
    lookTwice();
    now = end.plusSeconds(1);
    lookTwice();
    assertEquals(of(old), shown("gateway.example"));

    fresh.writePem(chain, key);
    lookTwice();
    now = begin;

    assertEquals(
        List.of(10L, 2L),
        events(GatewayEvent.CertificateExpiring.class).stream()
            .map(GatewayEvent.CertificateExpiring::daysLeft)
            .toList());
    assertEquals(1, events(GatewayEvent.CertificateExpired.class).size());
  }

  @Test
  void marksAndPausesMakeSense() {
    GatewayServer.Builder builder =
        GatewayServer.builder(
            TlsSource.pem(chain, key), new TestGateway.Passwords(), TestGateway.EVERYTHING);
    assertThrows(IllegalArgumentException.class, () -> builder.certificateWarnings(7, 0));
    assertThrows(
        IllegalArgumentException.class, () -> builder.watchCertificates(Duration.ofMillis(999)));
  }
}
