/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import io.rdgateway.auth.radius.NasIdentity;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.radius.RadiusOutcome;
import io.rdgateway.auth.radius.RadiusServer;
import io.rdgateway.auth.radius.RadiusSignIn;
import io.rdgateway.auth.radius.SharedSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a newcomer waits for a quick RADIUS server while 1,000 users of a slow one take 30 s.
 * Says at the end how many threads their waiting has cost, and that every one of them got in.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
public class SlowSignInBenchmark {
  private static final int WAITING = 1_000;
  private static final Duration SLOW = Duration.ofSeconds(30);

  private final List<CompletableFuture<RadiusOutcome>> waiting = new ArrayList<>();
  private final SlowRadiusServer slowServer = new SlowRadiusServer(SLOW);
  private final SlowRadiusServer quickServer = new SlowRadiusServer(Duration.ZERO);
  private final RadiusClient slowClient = client(slowServer);
  private final RadiusClient quickClient = client(quickServer);
  private final RadiusSignIn slow = signIn(slowClient);
  private final RadiusSignIn quick = signIn(quickClient);
  private int threadsForWaiting;

  private static RadiusSignIn signIn(RadiusClient client) {
    return RadiusSignIn.builder(client, NasIdentity.of("benchmark")).build();
  }

  /** Lets a thousand users wait. */
  @Setup
  public void begin() {
    int threads = Thread.activeCount();
    for (int i = 0; i < WAITING; i++) {
      waiting.add(slow.begin("user" + i, "password", null));
    }
    threadsForWaiting = Thread.activeCount() - threads;
  }

  private static RadiusClient client(SlowRadiusServer server) {
    return RadiusClient.open(
        List.of(RadiusServer.of(server.address(), SharedSecret.of(SlowRadiusServer.SECRET))));
  }

  /** One newcomer. */
  @Benchmark
  public RadiusOutcome newcomer()
      throws InterruptedException, ExecutionException, TimeoutException {
    long waited = waiting.stream().filter(outcome -> !outcome.isDone()).count();
    RadiusOutcome outcome = quick.begin("newcomer", "password", null).get(10, TimeUnit.SECONDS);
    if (waited != WAITING || !(outcome instanceof RadiusOutcome.Accepted)) {
      throw new IllegalStateException(waited + " waited, and the newcomer got " + outcome);
    }
    return outcome;
  }

  /** Waits until everybody is in. */
  @TearDown
  public void end() throws InterruptedException, ExecutionException, TimeoutException {
    for (CompletableFuture<RadiusOutcome> outcome : waiting) {
      if (!(outcome.get(60, TimeUnit.SECONDS) instanceof RadiusOutcome.Accepted)) {
        throw new IllegalStateException("a user who waited was refused: " + outcome);
      }
    }
    System.out.println(
        WAITING + " users waited 30 s on " + threadsForWaiting + " threads more than none");
    slowClient.close();
    quickClient.close();
    slowServer.close();
    quickServer.close();
  }
}
