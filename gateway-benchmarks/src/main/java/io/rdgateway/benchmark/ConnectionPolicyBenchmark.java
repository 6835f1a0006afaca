/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Schedule;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one decision about a tunnel costs among connection policies of which none matches: the worst
 * case, since they are walked through in their order.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConnectionPolicyBenchmark {

  /** What does not match. */
  public enum Obstacle {
    /** The user is in none of the groups. */
    GROUP,
    /** The client's address is in none of the networks. */
    NETWORK,
    /** It is not the time. */
    HOURS
  }

  /** How many policies there are. */
  @Param({"10", "1000"})
  int rules;

  /** What does not match. */
  @Param Obstacle obstacle = Obstacle.GROUP;

  private RulePolicy policy = RulePolicy.builder().build();
  private TunnelRequest request = request();

  /** Builds the policy and makes sure that it denies. */
  @Setup
  public void prepare() {
    RulePolicy.Builder builder = RulePolicy.builder().clock(() -> Requests.MONDAY_NOON);
    for (int i = 0; i < rules; i++) {
      Subjects whom = Subjects.ofGroups(obstacle == Obstacle.GROUP ? "others" : Requests.GROUP);
      ConnectionRule.Builder rule = ConnectionRule.builder("rule-" + i, whom);
      switch (obstacle) {
        case GROUP -> {}
        case NETWORK -> rule.clientNetworks("10." + (i & 0xff) + ".0.0/16");
        case HOURS -> rule.schedule(Schedule.of(ZoneOffset.UTC, "Mon-Fri 22:00-06:00"));
      }
      builder.connectionRule(rule.build());
    }
    policy = builder.build();
    request = request();
    if (decide() instanceof Decision.Allow) {
      throw new IllegalStateException("a denial was to be measured, not " + decide());
    }
  }

  private static TunnelRequest request() {
    return new TunnelRequest(
        Requests.ALICE, Requests.CONNECTION, "pc", new Capabilities(0), Occasion.OPEN, null);
  }

  /**
   * One decision.
   *
   * @return the answer
   */
  @Benchmark
  public Decision<TunnelGrant> decide() {
    return policy.authorizeTunnel(request);
  }
}
