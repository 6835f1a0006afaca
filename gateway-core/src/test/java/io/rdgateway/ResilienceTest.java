/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.audit.JsonLinesListener;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.testing.Events;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong for some leaves the tunnels of the others as they are. */
class ResilienceTest {
  private static final TlsSource.Loader TLS = TlsSource.selfSigned(List.of("gateway.example"));

  @TempDir private Path folder;
  private final Random random = new Random(1);
  private final CountDownLatch revival = new CountDownLatch(1);
  private Hosts host = Hosts.echo();

  @BeforeEach
  void start() {
    host = Hosts.echo();
  }

  @AfterEach
  void stop() {
    revival.countDown();
    host.close();
  }

  @Test
  void aListenerThatThrowsEndsNothing() throws Exception {
    GatewayListener broken =
        event -> {
          throw new AssertionError("for the test");
        };
    try (TestGateway gateway = start(new TestGateway.Passwords(), b -> b.listener(broken));
        GatewayChannel tunnel = open(gateway)) {
      compare(tunnel);
      try (GatewayChannel next = open(gateway)) {
        compare(next);
      }
      compare(tunnel);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskCostsLinesAndNoTunnel() throws Exception {
    Path file = folder.resolve("events.jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    Events heard = new Events();
    try (JsonLinesListener log = new JsonLinesListener(file)) {
      GatewayListener both =
          event -> {
            log.onEvent(event);
            heard.onEvent(event);
          };
      try (TestGateway gateway = start(new TestGateway.Passwords(), b -> b.listener(both));
          GatewayChannel tunnel = open(gateway)) {
        heard.await(GatewayEvent.ChannelOpened.class);
        compare(tunnel);
        try (GatewayChannel next = open(gateway)) {
          compare(next);
        }
        heard.await(GatewayEvent.TunnelClosed.class);

        Files.delete(file); // the file of this name has room again
        try (GatewayChannel next = open(gateway)) {
          compare(next);
        }
        compare(tunnel);
      }
    }
    List<String> lines = Files.readAllLines(file);
    Matcher first =
        Pattern.compile("\\{.*\"event\":\"EventsLost\".*\"count\":(\\d+)\\}").matcher(lines.get(0));
    assertTrue(first.matches(), lines.get(0));
    int lost = Integer.parseInt(first.group(1));
    assertEquals(heard.all().size(), lost + lines.size() - 1);
    assertTrue(lines.get(lines.size() - 1).contains("ServerStopped"), lines.toString());
  }

  @Test
  void aDeadDirectoryRefusesSignInsAndLeavesTunnelsAlone() throws Exception {
    ThreadPoolExecutor hooks =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1));
    List<RawClient> waiting = new ArrayList<>();
    Directory directory = new Directory();
    try (TestGateway gateway = start(directory, b -> b.hookExecutor(hooks));
        GatewayChannel tunnel = open(gateway)) {
      directory.dead = true;
      waiting.add(signIn(gateway));
      assertTrue(directory.asked.await(20, TimeUnit.SECONDS));
      waiting.add(signIn(gateway)); // has to wait, and there is no room for another one
      waiting.add(signIn(gateway));
      GatewayEvent.SignInRejected refused = gateway.events.await(GatewayEvent.SignInRejected.class);
      assertEquals(RejectReason.OVERLOADED.code(), refused.reason().code());
      compare(tunnel);

      directory.dead = false;
      revival.countDown();
      gateway.events.awaitCount(GatewayEvent.SignedIn.class, event -> true, 3);
      waiting.forEach(RawClient::close);
      try (GatewayChannel next = open(gateway)) {
        compare(next);
      }
      compare(tunnel);
    } finally {
      hooks.shutdownNow();
    }
  }

  private static RawClient signIn(TestGateway gateway) {
    RawClient client = new RawClient(gateway.address());
    client.send(Requests.out(Requests.basic("alice", TestGateway.PASSWORD)));
    return client;
  }

  /** Answers nobody while it is dead. */
  private final class Directory implements Authenticator {
    private final TestGateway.Passwords users = new TestGateway.Passwords();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean dead;

    @Override
    public List<AuthScheme> schemes() {
      return users.schemes();
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
        throws InterruptedException {
      if (dead) {
        asked.countDown();
        revival.await();
      }
      return users.proceed(credential, context);
    }
  }

  @Test
  void aFloodOfConnectionsIsShedAndTunnelsGoOn() throws Exception {
    Limits limits = Limits.defaults().toBuilder().maxUnauthenticated(20).build();
    try (TestGateway gateway = start(new TestGateway.Passwords(), b -> b.limits(limits));
        GatewayChannel tunnel = open(gateway)) {
      List<RawClient> flood = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        flood.add(gateway.connect());
      }
      gateway.events.awaitCount(GatewayEvent.ConnectionRefused.class, event -> true, 180);
      compare(tunnel);
      for (RawClient each : flood) {
        each.close();
      }
      compare(tunnel);
      assertEquals(1, gateway.server().tunnels().size());
    }
  }

  @Test
  void aFullGatewayRefusesTunnelsAndKeepsThoseItHas() throws Exception {
    Limits limits = Limits.defaults().toBuilder().maxTunnels(1).build();
    try (TestGateway gateway = start(new TestGateway.Passwords(), b -> b.limits(limits));
        GatewayChannel tunnel = open(gateway)) {
      for (int i = 0; i < 5; i++) {
        assertThrows(GatewayClientException.class, () -> open(gateway).close());
        compare(tunnel);
      }
    }
  }

  /**
   * Handshakes are begun by the dozen and never ended, each as far as the server's first answer.
   */
  @Test
  void halfHandshakesAreShedAndTunnelsGoOn() throws Exception {
    Limits limits = Limits.defaults().toBuilder().maxUnauthenticated(20).build();
    try (TestGateway gateway =
            TestGateway.start(
                TLS,
                new TestGateway.Passwords(),
                TestGateway.EVERYTHING,
                b -> b.eventLoops(1).tlsEngine(TlsEngine.JDK).limits(limits));
        GatewayChannel tunnel =
            client(gateway)
                .trust(TLS.load().certificate())
                .build()
                .open("127.0.0.1", host.port())) {
      List<RawClient> flood = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        RawClient client = gateway.connect();
        flood.add(client);
        try {
          client.send(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 252, 3, 3});
        } catch (RuntimeException e) {
          assertTrue(i >= 20, "a connection within the limit was refused");
        }
      }
      gateway.events.awaitCount(GatewayEvent.ConnectionRefused.class, event -> true, 80);
      compare(tunnel);
      flood.forEach(RawClient::close);
    }
  }

  private static TestGateway start(Authenticator who, Consumer<GatewayServer.Builder> settings) {
    return TestGateway.start(
        TlsSource.insecurePlainHttp(),
        who,
        TestGateway.EVERYTHING,
        builder -> settings.accept(builder.eventLoops(1)));
  }

  private GatewayChannel open(TestGateway gateway) throws IOException {
    return client(gateway).insecurePlainHttp().build().open("127.0.0.1", host.port());
  }

  private static GatewayClient.Builder client(TestGateway gateway) {
    return GatewayClient.builder("gateway.example", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.preemptiveBasic("alice", TestGateway.PASSWORD));
  }

  /** Sends bytes through a live tunnel and compares what comes back. */
  private void compare(GatewayChannel tunnel) throws IOException {
    byte[] bytes = new byte[40_000];
    random.nextBytes(bytes);
    tunnel.output().write(bytes);
    tunnel.output().flush();
    assertArrayEquals(bytes, tunnel.input().readNBytes(bytes.length));
  }
}
