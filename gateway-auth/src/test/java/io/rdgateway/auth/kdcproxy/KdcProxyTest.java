/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.Recorded.REALM;
import static io.rdgateway.auth.kdcproxy.Recorded.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.throttle.Rate;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.HttpEndpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy in front of KDCs that misbehave. */
@Timeout(60)
class KdcProxyTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static KdcProxy.Builder to(KdcAddress... kdcs) {
    return KdcProxy.builder(SignInThrottle.builder().ticks(() -> 0).build())
        .realm(KdcRealm.of("example.test", kdcs))
        .ticks(() -> 0)
        .times(LONG, LONG, LONG);
  }

  private static HttpEndpoint.Request post(byte[] body, String client) throws Exception {
    return new HttpEndpoint.Request(
        "POST",
        "",
        Map.of("content-type", "application/kerberos"),
        body,
        new InetSocketAddress(InetAddress.getByName(client), 50000));
  }

  private static HttpEndpoint.Reply ask(KdcProxy proxy, byte[] body) throws Exception {
    return proxy.handle(post(body, "192.0.2.1")).toCompletableFuture().get();
  }

  private static void assertAnswered(byte[] expected, HttpEndpoint.Reply reply) throws Exception {
    assertEquals(200, reply.status(), String.valueOf(reply.report()));
    assertEquals(Map.of("Content-Type", "application/kerberos"), reply.headers());
    KdcProxyMessage message = KdcProxyMessage.parse(reply.body());
    assertArrayEquals(expected, message.message());
    assertNull(message.targetDomain());
  }

  @Test
  void passesMessagesBothWays() throws Exception {
    try (ScriptedKdc kdc =
            new ScriptedKdc(
                request ->
                    KdcProxyMessage.framed(
                        request[0] == 0x6C ? Recorded.TGS_REP : Recorded.AS_REP));
        KdcProxy proxy = to(kdc.address()).build()) {
      HttpEndpoint.Reply reply = ask(proxy, body(Recorded.AS_REQ, "Example.Test"));
      assertAnswered(Recorded.AS_REP, reply);
      assertEquals(
          "AS_REQ of alice to the realm EXAMPLE.TEST: answered by " + kdc.address(),
          reply.report());
      assertAnswered(Recorded.TGS_REP, ask(proxy, body(Recorded.TGS_REQ, REALM)));
      assertArrayEquals(Recorded.AS_REQ, kdc.requests.get(0));
      assertArrayEquals(Recorded.TGS_REQ, kdc.requests.get(1));
    }
  }

  @Test
  void passwordsChangeOnlyWhereThatIsConfigured() throws Exception {
    try (ScriptedKdc kdc = ScriptedKdc.saying(Recorded.AS_REP);
        ScriptedKdc passwords = ScriptedKdc.saying(Recorded.PASSWORD_REPLY);
        KdcProxy without = to(kdc.address()).build();
        KdcProxy with =
            KdcProxy.builder(SignInThrottle.create())
                .realm(new KdcRealm(REALM, List.of(kdc.address()), List.of(passwords.address())))
                .build()) {
      assertEquals(403, ask(without, body(Recorded.PASSWORD_REQUEST, REALM)).status());
      assertAnswered(Recorded.PASSWORD_REPLY, ask(with, body(Recorded.PASSWORD_REQUEST, REALM)));
      assertEquals(0, kdc.requests.size());
    }
  }

  @Test
  void reachesNothingElse() throws Exception {
    try (ScriptedKdc kdc = ScriptedKdc.saying(Recorded.AS_REP);
        KdcProxy proxy = to(kdc.address()).build()) {
      byte[] foreign =
          new String(Recorded.AS_REQ, StandardCharsets.ISO_8859_1)
              .replace(REALM, "EVIL.INVALID")
              .getBytes(StandardCharsets.ISO_8859_1);
      assertEquals(403, ask(proxy, body(foreign, "EVIL.INVALID")).status());
      assertEquals(400, ask(proxy, body(foreign, REALM)).status());
      assertEquals(400, ask(proxy, body(Recorded.AS_REQ, "EVIL.INVALID")).status());
      assertEquals(400, ask(proxy, new KdcProxyMessage(Recorded.AS_REQ, null).toBytes()).status());
      assertEquals(400, ask(proxy, body(Recorded.AS_REP, REALM)).status());
      assertEquals(400, ask(proxy, new byte[0]).status());
      HttpEndpoint.Reply get =
          proxy
              .handle(
                  new HttpEndpoint.Request(
                      "GET",
                      "",
                      Map.of(),
                      new byte[0],
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
              .toCompletableFuture()
              .get();
      assertEquals(405, get.status());
      assertEquals(0, kdc.requests.size());
    }
  }

  @Test
  void asksTheNextWhenOneIsDownOrTalksNonsense() throws Exception {
    byte[] huge = {0x7F, 0, 0, 0, 0x6B};
    byte[] half = Arrays.copyOf(KdcProxyMessage.framed(Recorded.AS_REP), 200);
    byte[] negative = {-1, -1, -1, -1, 0x6B};
    byte[] web = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    List<ScriptedKdc> bad =
        List.of(
            new ScriptedKdc(request -> huge),
            new ScriptedKdc(request -> half),
            new ScriptedKdc(request -> negative),
            new ScriptedKdc(request -> web),
            ScriptedKdc.saying(Recorded.TGS_REP),
            ScriptedKdc.saying(new byte[] {0x6B}));
    try (Socket taken = new Socket();
        ScriptedKdc good = ScriptedKdc.saying(Recorded.AS_REP)) {
      // Bound but not listening: refuses everybody and keeps the port from others.
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      List<KdcAddress> addresses = new ArrayList<>();
      addresses.add(new KdcAddress("127.0.0.1", taken.getLocalPort()));
      addresses.add(new KdcAddress("no-such-host.invalid", 88));
      bad.forEach(kdc -> addresses.add(kdc.address()));
      try (KdcProxy proxy = to(addresses.toArray(KdcAddress[]::new)).build()) {
        HttpEndpoint.Reply reply = ask(proxy, body(Recorded.AS_REQ, REALM));
        assertEquals(503, reply.status());
        assertEquals(0, reply.body().length);
        String report = String.valueOf(reply.report());
        addresses.forEach(address -> assertTrue(report.contains(address.toString()), report));
      }
      addresses.add(good.address());
      try (KdcProxy proxy = to(addresses.toArray(KdcAddress[]::new)).build()) {
        assertAnswered(Recorded.AS_REP, ask(proxy, body(Recorded.AS_REQ, REALM)));
      }
    } finally {
      for (ScriptedKdc kdc : bad) {
        assertEquals(2, kdc.requests.size());
        kdc.close();
      }
    }
  }

  @Test
  void asksTheNextWhenOneIsSilentOrTrickles() throws Exception {
    byte[] partly = Arrays.copyOf(KdcProxyMessage.framed(Recorded.AS_REP), 10);
    try (ScriptedKdc silent = new ScriptedKdc(request -> new byte[0]);
        ScriptedKdc partial = new ScriptedKdc(request -> partly);
        ScriptedKdc good = ScriptedKdc.saying(Recorded.AS_REP);
        KdcProxy proxy =
            to(silent.address(), partial.address(), good.address())
                .times(LONG, SHORT, LONG)
                .build()) {
      assertAnswered(Recorded.AS_REP, ask(proxy, body(Recorded.AS_REQ, REALM)));
      assertTrue(silent.abandoned.get());
    }
  }

  @Test
  void givesUpAfterAllTheTime() throws Exception {
    try (ScriptedKdc silent = new ScriptedKdc(request -> new byte[0]);
        KdcProxy proxy = to(silent.address(), silent.address()).times(LONG, LONG, SHORT).build()) {
      HttpEndpoint.Reply reply = ask(proxy, body(Recorded.AS_REQ, REALM));
      assertEquals(503, reply.status());
      assertTrue(silent.abandoned.get());
      assertEquals(1, silent.requests.size());
    }
  }

  @Test
  void hangsUpWhenTheClientDoes() throws Exception {
    var asked = new CompletableFuture<Boolean>();
    try (ScriptedKdc silent =
            new ScriptedKdc(
                request -> {
                  asked.complete(true);
                  return new byte[0];
                });
        KdcProxy proxy = to(silent.address()).build()) {
      CompletableFuture<HttpEndpoint.Reply> reply =
          proxy.handle(post(body(Recorded.AS_REQ, REALM), "192.0.2.1")).toCompletableFuture();
      assertTrue(asked.get());
      reply.cancel(true);
      assertTrue(silent.abandoned.get());
    }
  }

  @Test
  void noMoreAtOnceThanAllowed() throws Exception {
    var asked = new CompletableFuture<Boolean>();
    try (ScriptedKdc silent =
            new ScriptedKdc(
                request -> {
                  asked.complete(true);
                  return new byte[0];
                });
        KdcProxy proxy = to(silent.address()).maxConcurrent(1).build()) {
      CompletableFuture<HttpEndpoint.Reply> first =
          proxy.handle(post(body(Recorded.TGS_REQ, REALM), "192.0.2.1")).toCompletableFuture();
      assertTrue(asked.get());
      HttpEndpoint.Reply second = ask(proxy, body(Recorded.TGS_REQ, REALM));
      assertEquals(503, second.status());
      assertTrue(String.valueOf(second.report()).endsWith("too many at the same time"));
      first.cancel(true);
    }
  }

  @Test
  void anAddressHasARate() throws Exception {
    try (ScriptedKdc kdc = ScriptedKdc.saying(Recorded.PREAUTH_REQUIRED);
        KdcProxy proxy =
            to(kdc.address()).addressRate(new Rate(3, Duration.ofMinutes(1))).build()) {
      for (int i = 0; i < 3; i++) {
        assertEquals(200, ask(proxy, body(Recorded.AS_REQ, REALM)).status());
      }
      assertEquals(503, ask(proxy, body(Recorded.AS_REQ, REALM)).status());
      assertEquals(
          200,
          proxy
              .handle(post(body(Recorded.AS_REQ, REALM), "192.0.2.2"))
              .toCompletableFuture()
              .get()
              .status());
      assertEquals(4, kdc.requests.size());
    }
  }

  @Test
  void guessesCountWithAllOthers() throws Exception {
    SignInThrottle throttle = SignInThrottle.builder().ticks(() -> 0).build();
    try (ScriptedKdc kdc =
            new ScriptedKdc(
                request ->
                    KdcProxyMessage.framed(
                        Arrays.equals(request, Recorded.AS_REQ)
                            ? Recorded.PREAUTH_REQUIRED
                            : Recorded.WRONG_PASSWORD));
        KdcProxy proxy =
            KdcProxy.builder(throttle).realm(KdcRealm.of(REALM, kdc.address())).build()) {
      for (int i = 0; i < 5; i++) {
        assertEquals(200, ask(proxy, body(Recorded.AS_REQ, REALM)).status());
        assertEquals(200, ask(proxy, body(Recorded.AS_REQ_WITH_PASSWORD, REALM)).status());
      }
      HttpEndpoint.Reply sixth = ask(proxy, body(Recorded.AS_REQ_WITH_PASSWORD, REALM));
      assertEquals(503, sixth.status());
      assertTrue(String.valueOf(sixth.report()).contains("too many failed sign-ins"));
      assertEquals(10, kdc.requests.size());
      assertTrue(
          throttle.guess("CORP\\alice", InetAddress.getByName("192.0.2.1")).refusal() != null);
      assertNull(throttle.guess("bob", InetAddress.getByName("192.0.2.1")).refusal());
    }
  }

  @Test
  void aKdcThatIsDownCountsForNobody() throws Exception {
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (KdcProxy proxy = to(new KdcAddress("127.0.0.1", taken.getLocalPort())).build()) {
        for (int i = 0; i < 20; i++) {
          HttpEndpoint.Reply reply = ask(proxy, body(Recorded.AS_REQ_WITH_PASSWORD, REALM));
          assertEquals(503, reply.status());
          assertTrue(String.valueOf(reply.report()).contains("no server"), reply.report());
        }
      }
    }
  }

  @Test
  void mistakesInTheConfigurationAreSaid() {
    var builder = KdcProxy.builder(SignInThrottle.create());
    assertThrows(ConfigurationException.class, builder::build);
    builder.realm(KdcRealm.of("A", new KdcAddress("kdc", 88)));
    assertThrows(
        ConfigurationException.class,
        () -> builder.realm(KdcRealm.of("a", new KdcAddress("kdc", 88))));
    assertThrows(IllegalArgumentException.class, () -> builder.maxConcurrent(0));
    assertThrows(IllegalArgumentException.class, () -> builder.times(LONG, LONG, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new KdcAddress("kdc", 0));
    assertThrows(IllegalArgumentException.class, () -> KdcRealm.of("A"));
    assertThrows(IllegalArgumentException.class, () -> KdcRealm.of("", new KdcAddress("kdc", 88)));
  }
}
