/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
 * What one decision about a host costs among 1,000 resource policies. Their hosts are names,
 * patterns and ranges, a third each; the host that is asked for stands in the middle of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResourcePolicyBenchmark {
  private static final int RULES = 1_000;

  /** What is asked for. */
  public enum Question {
    /** A host that a policy names. */
    NAME,
    /** A host that a pattern covers. */
    PATTERN,
    /** A host whose address is in a range. */
    RANGE,
    /** A host that no policy covers. */
    DENIED,
    /** A host that each policy covers, by a user whom none is for. */
    NOBODYS
  }

  /** Hosts in all the policies together. */
  @Param({"1000", "10000"})
  int hosts;

  /** What is asked for. */
  @Param Question question = Question.DENIED;

  private RulePolicy policy = RulePolicy.builder().build();
  private ChannelRequest request = request("nowhere.example", Requests.ELSEWHERE);

  /** Builds the policy and the question, and makes sure that the answer is the one expected. */
  @Setup
  public void prepare() {
    RulePolicy.Builder builder = RulePolicy.builder();
    int each = hosts / RULES;
    for (int rule = 0; rule < RULES; rule++) {
      Target[] targets = new Target[each];
      for (int i = 0; i < each; i++) {
        targets[i] = target(rule * each + i);
      }
      if (question == Question.NOBODYS) {
        targets = new Target[] {new Target.Any()};
      }
      Subjects whom = Subjects.ofGroups(question == Question.NOBODYS ? "others" : Requests.GROUP);
      builder.resourceRule(ResourceRule.builder("rule-" + rule, whom).targets(targets).build());
    }
    policy = builder.build();
    int middle = hosts / 2 / 3 * 3;
    request =
        switch (question) {
          case NAME -> request("pc-" + middle + ".corp.example", Requests.ELSEWHERE);
          case PATTERN -> request("desk.site" + (middle + 1) + ".example", Requests.ELSEWHERE);
          case RANGE -> request("unnamed.example", inNetwork(middle + 2, 7));
          case DENIED, NOBODYS -> request("nowhere.example", Requests.ELSEWHERE);
        };
    boolean denied = question == Question.DENIED || question == Question.NOBODYS;
    if (decide() instanceof Decision.Allow == denied) {
      throw new IllegalStateException("not the answer that was to be measured: " + decide());
    }
  }

  private static Target target(int host) {
    return switch (host % 3) {
      case 0 -> Target.parse("pc-" + host + ".corp.example");
      case 1 -> Target.parse("*.site" + host + ".example");
      default -> Target.parse(inNetwork(host, 0).getHostAddress() + "/24");
    };
  }

  private static InetAddress inNetwork(int host, int last) {
    return Requests.address(10, host >> 8, host & 0xff, last);
  }

  private static ChannelRequest request(String name, InetAddress address) {
    return new ChannelRequest(
        Requests.ALICE,
        Requests.CONNECTION,
        name,
        new InetSocketAddress(address, 3389),
        3389,
        Occasion.OPEN);
  }

  /**
   * One decision.
   *
   * @return the answer
   */
  @Benchmark
  public Decision<ChannelGrant> decide() {
    return policy.authorizeChannel(request);
  }
}
