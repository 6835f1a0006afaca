/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.kdcproxy.KdcAddress;
import io.rdgateway.auth.kdcproxy.KdcProxy;
import io.rdgateway.auth.kdcproxy.KdcRealm;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tools of MIT Kerberos reach the KDC of MIT Kerberos through the gateway alone. */
@Timeout(120)
class KdcProxyIT {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private final Events events = new Events();
  private final SignInThrottle throttle = SignInThrottle.create();
  private MitRealm realm;
  private KdcProxy proxy;
  private GatewayServer gateway;
  private int runs;

  @BeforeEach
  void start() throws IOException {
    realm = MitRealm.start(folder);
    proxy =
        KdcProxy.builder(throttle)
            .realm(
                new KdcRealm(
                    MitRealm.NAME,
                    List.of(new KdcAddress("127.0.0.1", realm.kdcPort())),
                    List.of(new KdcAddress("127.0.0.1", realm.passwordPort()))))
            .build();
    Path certificate = folder.resolve("certificate.pem");
    SelfSignedCertificate.generate(
            List.of("localhost"),
            SelfSignedCertificate.KeyType.RSA_2048,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1))
        .writePem(certificate, folder.resolve("key.pem"));
    gateway =
        GatewayServer.builder(
                TlsSource.pem(certificate, folder.resolve("key.pem")),
                throttle.around(new BasicAuthenticator(new MemoryUserStore())),
                RulePolicy.builder().build())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .endpoint(proxy)
            .listener(events)
            .build()
            .start();
    String url = "https://localhost:" + gateway.addresses().get(0).getPort() + KdcProxy.PATH;
    Files.writeString(
        folder.resolve("krb5.conf"),
        """
        [libdefaults]
         default_realm = %1$s
         dns_lookup_kdc = false
         dns_lookup_realm = false
         dns_canonicalize_hostname = false
        [realms]
         %1$s = {
          kdc = %2$s
          kpasswd_server = %2$s
          http_anchors = FILE:%3$s
         }
         OTHER.TEST = {
          kdc = %2$s
          http_anchors = FILE:%3$s
         }
        """
            .formatted(MitRealm.NAME, url, certificate));
  }

  @AfterEach
  void stop() {
    gateway.close();
    proxy.close();
    realm.close();
  }

  @Test
  void kinitAndKvnoGetTickets() {
    assertEquals("", failure(run(realm.password(), "kinit", MitRealm.USER)));
    assertEquals("", failure(run("", "kvno", MitRealm.SERVICE)));
    assertReported("AS_REQ of alice to the realm EXAMPLE.TEST: answered by 127.0.0.1:");
    assertReported("TGS_REQ to the realm EXAMPLE.TEST: answered by 127.0.0.1:");
  }

  @Test
  void kpasswdChangesThePassword() {
    String changed = Account.password();
    String typed = realm.password() + "\n" + changed + "\n" + changed;
    assertEquals("", failure(run(typed, "kpasswd", MitRealm.USER)));
    assertReported("PASSWORD_CHANGE to the realm EXAMPLE.TEST: answered by 127.0.0.1:");
    assertEquals("", failure(run(changed, "kinit", MitRealm.USER)));
  }

  @Test
  void guessesAreThrottled() {
    for (int i = 0; i < 5; i++) {
      Child kinit = run("wrong" + i, "kinit", MitRealm.USER);
      assertTrue(failure(kinit).contains("Password incorrect"), kinit.output());
    }
    assertReported("AS_REQ of alice to the realm EXAMPLE.TEST: KRB-ERROR 24 by 127.0.0.1:");
    // Each further guess that is judged doubles the wait, so a few outrun every machine.
    boolean refused = false;
    for (int i = 0; i < 6 && !refused; i++) {
      refused = failure(run("wrong", "kinit", MitRealm.USER)).contains("Cannot contact any KDC");
    }
    assertTrue(refused, events::toString);
    assertReported("AS_REQ of alice to the realm EXAMPLE.TEST: too many failed sign-ins");
  }

  @Test
  void anotherRealmIsOutOfReach() {
    Child kinit = run("any", "kinit", MitRealm.USER + "@OTHER.TEST");
    assertTrue(failure(kinit).contains("Cannot contact any KDC"), kinit.output());
    assertReported("AS_REQ of alice to the realm OTHER.TEST: not configured");
  }

  private void assertReported(String beginning) {
    assertTrue(
        Await.until(
            SOON,
            () ->
                events.of(GatewayEvent.EndpointAnswered.class).stream()
                    .anyMatch(event -> event.report().startsWith(beginning))),
        () -> beginning + " is not among " + events);
  }

  /** Runs a tool to its end with lines that it reads where it would ask a person. */
  private Child run(String input, String program, String argument) {
    List<String> command = new ArrayList<>();
    command.add(Peers.program(program, "krb5-user"));
    command.add(argument);
    Child tool =
        Child.startWithInput(
            folder.resolve(program + runs++ + ".log"),
            Map.of(
                "KRB5_CONFIG",
                folder.resolve("krb5.conf").toString(),
                "KRB5CCNAME",
                "FILE:" + folder.resolve("tickets")),
            command);
    tool.type(input + "\n");
    assertTrue(tool.endsWithin(BOUND), tool::output);
    tool.close();
    return tool;
  }

  /** What a tool said when it failed; nothing if it did not. */
  private static String failure(Child tool) {
    if (tool.exitStatus() == 0) {
      return "";
    }
    assertNotEquals("", tool.output());
    return tool.output();
  }
}
