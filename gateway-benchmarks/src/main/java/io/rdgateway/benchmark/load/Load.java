/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.handler.ssl.SslContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The program of one run. It says {@code target port=…}, hears {@code server port=… pids=…
 * secret=…}, and says {@code result …} or {@code failed error=…}. With IDLE it says {@code held
 * tunnels=…} twice, with a tenth of the tunnels and with all of them, and each time goes on when it
 * hears a line; the difference is what a tunnel costs.
 */
public final class Load {
  private static final Set<String> OPTIONS =
      Set.of(
          "scenario",
          "protocol",
          "sign-in",
          "tunnels",
          "message",
          "echo-bytes",
          "rate",
          "bulk",
          "warm-up",
          "seconds",
          "certificate");
  private static final int IDLE_PART = 10;

  private final BufferedReader in;
  private final PrintStream out;

  private Load(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  /** Runs once; 1 after a failure. */
  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments, OPTIONS);
    Load load =
        new Load(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            System.out);
    System.exit(load.run(options) ? 0 : 1);
  }

  private boolean run(Options options) throws IOException {
    Plan plan = plan(options);
    SslContext tls = Engine.clientTls(Path.of(options.required("certificate")));
    try (Engine engine = new Engine();
        Target target = new Target(engine, plan.messageBytes())) {
      say(new Line("target").with("port", target.address().getPort()));
      Line heard = hear();
      List<Long> pids =
          Arrays.stream(heard.text("pids").split(",", -1)).map(Long::valueOf).toList();
      Server server =
          new Server(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) heard.whole("port")),
              options.constant("protocol", Protocol.WS),
              options.constant("sign-in", SignIn.TOKEN),
              heard.text("secret"),
              target.address());
      Clients clients = new Clients(engine, tls, server);
      say(
          plan.scenario() == Scenario.IDLE
              ? idle(engine, clients, plan)
              : new LoadRun(engine, clients, target, plan, pids).start().join());
      return true;
    } catch (CompletionException | CancellationException e) {
      say(new Line("failed").with("error", String.valueOf(e.getMessage())));
      return false;
    }
  }

  private static Plan plan(Options options) {
    return new Plan(
        options.constant("scenario", Scenario.SOURCE),
        options.number("tunnels", 16, 1),
        options.number("message", 8192, 1),
        options.number("echo-bytes", 64, 1),
        options.number("rate", 10, 1),
        options.number("bulk", 0, 0),
        Duration.ofSeconds(options.number("warm-up", 10, 0)),
        Duration.ofSeconds(options.number("seconds", 10, 1)));
  }

  private Line idle(Engine engine, Clients clients, Plan plan) throws IOException {
    Counters counters = new Counters();
    Fleet fleet = new Fleet(engine.loop(), clients, counters);
    int held = 0;
    for (int wanted : new int[] {Math.max(1, plan.tunnels() / IDLE_PART), plan.tunnels()}) {
      int more = wanted - held;
      fleet.open(Stream.generate(() -> new Role(Target.IDLE)).limit(more).toList()).join();
      held = wanted;
      say(new Line("held").with("tunnels", held));
      hear();
    }
    return new Line("result")
        .with("errors", counters.errors())
        .with("error", counters.firstError());
  }

  private void say(Line line) {
    out.println(line);
    out.flush();
  }

  private Line hear() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("whoever started this has gone");
    }
    return Line.parse(line);
  }
}
