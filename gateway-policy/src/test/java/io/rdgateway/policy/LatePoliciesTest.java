/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static io.rdgateway.policy.Outcomes.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Combined policies of which some answer later. */
class LatePoliciesTest {
  private static final TunnelRequest TUNNEL = Requests.tunnel(Requests.ALICE);
  private static final ChannelRequest CHANNEL =
      Requests.channel(Requests.ALICE, "pc", "10.0.0.1", 3389);

  @Test
  void whatComesAfterALateAnswerRunsOnTheExecutor() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    FakePolicy late = new FakePolicy("a", "late");
    FakePolicy next = new FakePolicy("b", "allow");
    AuthorizationPolicy policy = Policies.firstOf(tasks::add, List.of(late, next));
    CompletableFuture<Decision<TunnelGrant>> decision = policy.authorizeTunnelAsync(TUNNEL);
    late.lateTunnel.complete(Decision.notApplicable("later"));
    assertEquals(0, next.asked);
    assertFalse(decision.isDone());
    tasks.remove().run();
    assertEquals(1, next.asked);
    assertEquals("allow b", outcome(decision));
    assertTrue(tasks.isEmpty());
  }

  @Test
  void waitsForEachLateAnswer() {
    FakePolicy first = new FakePolicy("a", "late");
    FakePolicy second = new FakePolicy("b", "late");
    AuthorizationPolicy policy = Policies.allOf(Runnable::run, List.of(first, second));
    CompletableFuture<Decision<ChannelGrant>> decision = policy.authorizeChannelAsync(CHANNEL);
    assertEquals(0, second.asked);
    first.lateChannel.complete(new Decision.Allow<>(ChannelGrant.plain(), "a"));
    assertEquals(1, second.asked);
    assertFalse(decision.isDone());
    second.lateChannel.complete(new Decision.Allow<>(ChannelGrant.plain(), "b"));
    assertEquals("allow a and b", outcome(decision));
  }

  @Test
  void aLateFailureRefuses() {
    FakePolicy late = new FakePolicy("a", "late");
    FakePolicy next = new FakePolicy("b", "allow");
    CompletableFuture<Decision<TunnelGrant>> decision =
        Policies.firstOf(Runnable::run, List.of(late, next)).authorizeTunnelAsync(TUNNEL);
    late.lateTunnel.completeExceptionally(new IOException("gone"));
    assertEquals("fail gone", outcome(decision));
    assertEquals(0, next.asked);
  }

  @Test
  void cancellingReachesTheLateAnswerAndAsksNobodyElse() {
    FakePolicy late = new FakePolicy("a", "late");
    FakePolicy next = new FakePolicy("b", "allow");
    for (CompletableFuture<?> decision :
        List.of(
            Policies.firstOf(Runnable::run, List.of(late, next)).authorizeTunnelAsync(TUNNEL),
            Policies.allOf(Runnable::run, List.of(late, next)).authorizeChannelAsync(CHANNEL))) {
      assertTrue(decision.cancel(true));
      assertTrue(decision.isCancelled());
    }
    assertTrue(late.lateTunnel.isCancelled());
    assertTrue(late.lateChannel.isCancelled());
    assertEquals(0, next.asked);
  }

  @Test
  void cancellingBetweenAnswerAndNextPolicyAsksNobodyElse() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    FakePolicy late = new FakePolicy("a", "late");
    FakePolicy next = new FakePolicy("b", "allow");
    CompletableFuture<Decision<TunnelGrant>> decision =
        Policies.firstOf(tasks::add, List.of(late, next)).authorizeTunnelAsync(TUNNEL);
    late.lateTunnel.complete(Decision.notApplicable("later"));
    assertTrue(decision.cancel(true));
    tasks.remove().run();
    assertEquals(0, next.asked);
  }

  @Test
  void anExecutorWithoutRoomRefuses() {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    FakePolicy late = new FakePolicy("a", "late");
    CompletableFuture<Decision<TunnelGrant>> decision =
        Policies.firstOf(full, List.of(late, new FakePolicy("b", "allow")))
            .authorizeTunnelAsync(TUNNEL);
    late.lateTunnel.complete(Decision.notApplicable("later"));
    assertEquals("fail full", outcome(decision));
  }
}
