/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
public class PolicyBenchmark {
  private static final int RULES = 1_000;
  private static final String GROUP = "staff";
  private static final InetAddress ELSEWHERE = address(192, 0, 2, 1);

  /** What is asked for. */
  public enum Question {
    /** A host that a policy names. */
    NAME,
    /** A host that a pattern covers. */
    PATTERN,
    /** A host whose address is in a range. */
    RANGE,
    /** A host that no policy covers. */
    DENIED
  }

  /** Hosts in all the policies together. */
  @Param({"1000", "10000"})
  int hosts;

  /** What is asked for. */
  @Param Question question = Question.DENIED;

  private RulePolicy policy = RulePolicy.builder().build();
  private ChannelRequest request = request("nowhere.example", ELSEWHERE);

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
      builder.resourceRule(
          ResourceRule.builder("rule-" + rule, Subjects.ofGroups(GROUP)).targets(targets).build());
    }
    policy = builder.build();
    int middle = hosts / 2 / 3 * 3;
    request =
        switch (question) {
          case NAME -> request("pc-" + middle + ".corp.example", ELSEWHERE);
          case PATTERN -> request("desk.site" + (middle + 1) + ".example", ELSEWHERE);
          case RANGE -> request("unnamed.example", inNetwork(middle + 2, 7));
          case DENIED -> request("nowhere.example", ELSEWHERE);
        };
    if (decide() instanceof Decision.Allow == (question == Question.DENIED)) {
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
    return address(10, host >> 8, host & 0xff, last);
  }

  private static InetAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has four octets", e);
    }
  }

  private static ChannelRequest request(String name, InetAddress address) {
    Set<String> groups = new HashSet<>(Set.of(GROUP));
    for (int i = 0; i < 30; i++) {
      groups.add("group-" + i);
    }
    ConnectionInfo connection =
        new ConnectionInfo(
            "c1",
            TransportKind.WEBSOCKET,
            new InetSocketAddress(ELSEWHERE, 50_000),
            new InetSocketAddress(ELSEWHERE, 443),
            "TLSv1.3",
            List.of(),
            null,
            null,
            null,
            null);
    return new ChannelRequest(
        UserPrincipal.of("u1", "alice", groups, AuthScheme.NTLM, Instant.EPOCH),
        connection,
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
