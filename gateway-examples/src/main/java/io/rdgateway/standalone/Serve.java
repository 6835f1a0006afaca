/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayServer;
import io.rdgateway.standalone.config.ConfigFile;
import io.rdgateway.standalone.config.GatewayConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A gateway made of its file, until somebody wants the program to end. */
@Command(
    name = "serve",
    description = {
      "Runs a gateway. SIGTERM and Ctrl-C let live tunnels go on for a while and then end them; a"
          + " second one ends them at once. SIGHUP reads the certificate, the policy and the users"
          + " again.",
      "Returns 0 when it was asked to end, and 2 if the file or what it names cannot be used."
    })
final class Serve implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The gateway's file.")
  private Path file = Path.of("");

  private final Path folder;
  private final PrintWriter out;
  private final Signals signals;
  private final InstantSource clock;

  /** Completed by the first wish to end, and by the second. */
  private final CompletableFuture<Void> stop = new CompletableFuture<>();

  private final CompletableFuture<Void> stopNow = new CompletableFuture<>();

  /** What SIGHUP does; before the gateway runs, everything is read anyway. */
  private volatile Runnable reload = () -> {};

  Serve(Path folder, PrintWriter out, Signals signals, InstantSource clock) {
    this.folder = folder;
    this.out = out;
    this.signals = signals;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CountDownLatch ended = new CountDownLatch(1);
    handleSignals(ended);
    try {
      serve();
      return 0;
    } finally {
      ended.countDown();
    }
  }

  private void serve() {
    GatewayConfig config = ConfigFile.read(folder.resolve(file));
    ConfigCheck check = ConfigCheck.of(config, clock);
    check.requireGood();
    check.warnings().forEach(this::say);
    try (ConfiguredGateway running = ConfiguredGateway.start(config, this::say);
        Reloads reloads = Reloads.start(running, this::say);
        AdminListener admin = AdminParts.start(running, reloads)) {
      if (admin != null) {
        say("Administrators are heard on " + admin.address() + ".");
      }
      reload = reloads::everything;
      say(
          "Serving on "
              + HostPort.text(running.gateway().addresses())
              + " as "
              + config.name()
              + ".");
      stop.get();
      drain(running.gateway(), config.runtime().drain());
    } catch (InterruptedException e) {
      say("Interrupted: ending at once.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a wish to end cannot fail", e);
    }
    say("Stopped.");
  }

  private void say(String line) {
    line.lines().forEach(one -> out.println(Printable.whole(one)));
  }

  /** Before anything else, because an early signal would otherwise end the JVM on the spot. */
  private void handleSignals(CountDownLatch ended) {
    signals.on("HUP", () -> reload.run());
    signals.on("INT", this::askToStop);
    if (!signals.on("TERM", this::askToStop)) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    askToStop();
                    try {
                      ended.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  },
                  "stop"));
    }
  }

  private void askToStop() {
    if (!stop.complete(null)) {
      stopNow.complete(null);
    }
  }

  private void drain(GatewayServer gateway, Duration grace)
      throws InterruptedException, ExecutionException {
    int open = gateway.tunnels().size();
    if (open > 0) {
      say(
          "Taking no new tunnels; those that are open ("
              + open
              + ") may go on for "
              + grace.toSeconds()
              + " s. A second signal ends them at once.");
    }
    CompletableFuture.anyOf(gateway.drain(grace).toCompletableFuture(), stopNow).get();
  }
}
