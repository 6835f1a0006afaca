/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.rdgateway.GatewayServer;
import io.rdgateway.NetworkIo;
import io.rdgateway.benchmark.gateway.BenchmarkGateway;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The load generator against a gateway in the same process. */
class LoadTest {
  private static final int MESSAGE = 1000;
  private static final int MESSAGES = 9;
  private static final int TUNNELS = 3;

  @TempDir static Path folder = Path.of("");
  private static Engine engine = new Engine();
  private static Target target = target();
  private static Path certificate = Path.of("");
  private static final Map<SignIn, BenchmarkGateway.Running> GATEWAYS = new EnumMap<>(SignIn.class);

  private static Target target() {
    try {
      return new Target(engine, MESSAGE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    SelfSignedCertificate.generate(
            List.of("localhost"),
            SelfSignedCertificate.KeyType.EC_P256,
            Instant.now().minusSeconds(60),
            Duration.ofDays(1))
        .writePem(certificate, key);
    for (SignIn signIn : SignIn.values()) {
      GATEWAYS.put(
          signIn,
          BenchmarkGateway.start(
              TlsSource.pem(certificate, key),
              signIn,
              target.address(),
              TlsEngine.AUTO,
              NetworkIo.NIO,
              1,
              event -> {}));
    }
  }

  @AfterAll
  static void stop() {
    GATEWAYS.values().stream().map(BenchmarkGateway.Running::server).forEach(GatewayServer::close);
    target.close();
    engine.close();
  }

  private static Clients clients(Protocol protocol, SignIn signIn, String secretSuffix)
      throws Exception {
    BenchmarkGateway.Running gateway = Objects.requireNonNull(GATEWAYS.get(signIn));
    return new Clients(
        engine,
        Engine.clientTls(certificate),
        new Server(
            gateway.server().addresses().get(0),
            protocol,
            signIn,
            gateway.secret() + secretSuffix,
            target.address()));
  }

  /** Sends some messages once it is told to, and completes when so many bytes are back. */
  private static final class Some extends Role {
    private final ByteBuf message;
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private int received;

    Some(byte kind, ByteBuf message) {
      super(kind);
      this.message = message;
    }

    @Override
    void start() {
      for (int i = 0; i < MESSAGES; i++) {
        tunnel().send(message);
      }
      tunnel().flush();
    }

    @Override
    void data(int bytes) {
      received += bytes;
      if (received >= MESSAGES * MESSAGE) {
        done.complete(received);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"WS,TOKEN,3", "WS,BASIC,1", "HTTP,TOKEN,3"}) // a password takes long on purpose
  void whatIsSentComesBack(Protocol protocol, SignIn signIn, int tunnels) throws Exception {
    Clients clients = clients(protocol, signIn, "");
    Counters counters = new Counters();
    Fleet fleet = new Fleet(engine.loop(), clients, counters);
    ByteBuf message = clients.framing().message(new byte[MESSAGE]);
    List<Some> roles = new ArrayList<>();
    for (int i = 0; i < tunnels; i++) {
      roles.add(new Some(Target.ECHO, message));
    }

    fleet.open(roles).thenRun(fleet::start).join();

    for (Some role : roles) {
      assertEquals(MESSAGES * MESSAGE, role.done.join());
    }
    engine.loop().submit(fleet::close).get();
    assertEquals("", counters.firstError());
  }

  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      names = {"SOURCE", "SINK", "ECHO", "SETUP"})
  void everyScenarioCounts(Scenario scenario) throws Exception {
    Duration untilSomethingCame = Duration.ofSeconds(1);
    Plan plan = new Plan(scenario, TUNNELS, MESSAGE, 64, 200, 0, Duration.ZERO, untilSomethingCame);
    Counters counters = new Counters();
    // The target's count is that of all runs: a sink of an earlier one may still be on its way.
    LongSupplier done =
        () -> scenario == Scenario.SINK ? target.sunk() : counters.toClient() + counters.done();
    LoadRun run =
        new LoadRun(
            engine.loop(),
            clients(Protocol.WS, SignIn.TOKEN, ""),
            target,
            plan,
            List.of(ProcessHandle.current().pid()),
            counters,
            (time, step) ->
                engine
                    .loop()
                    .execute(() -> whenAbove(time.isZero() ? -1 : done.getAsLong(), done, step)));

    Line result = run.start().join();

    assertEquals("", result.text("error"));
    assertTrue(
        switch (scenario) {
          case SOURCE -> result.whole("toClient") > 0 && result.whole("done") == 0;
          case SINK -> result.whole("toHost") > 0 && result.whole("toClient") == 0;
          default -> result.whole("done") > 0 && result.number("p50us") > 0;
        },
        result.toString());
  }

  private static void whenAbove(long before, LongSupplier done, Runnable step) {
    if (done.getAsLong() > before) {
      step.run();
    } else {
      engine.loop().schedule(() -> whenAbove(before, done, step), 1, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void aRefusalIsAnErrorThatSaysWhatWasRefused() throws Exception {
    Counters counters = new Counters();
    Fleet fleet = new Fleet(engine.loop(), clients(Protocol.WS, SignIn.TOKEN, "0"), counters);

    CompletionException error =
        assertThrows(
            CompletionException.class, () -> fleet.open(List.of(new Role(Target.IDLE))).join());

    assertTrue(String.valueOf(error.getMessage()).contains("TUNNEL_RESPONSE"), error.toString());
    engine.loop().submit(fleet::close).get();
  }

  @Test
  void aServerThatIsNotThereIsAnError() throws Exception {
    Clients clients =
        new Clients(
            engine,
            Engine.clientTls(certificate),
            new Server(unused(), Protocol.TLS, SignIn.TOKEN, "", target.address()));
    Fleet fleet = new Fleet(engine.loop(), clients, new Counters());

    assertThrows(
        CompletionException.class, () -> fleet.open(List.of(new Role(Target.IDLE))).join());
    engine.loop().submit(fleet::close).get();
  }

  private static InetSocketAddress unused() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) free.getLocalSocketAddress();
    }
  }
}
