/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a user is prompted, and when not. */
class OncePerTunnelTest {
  private static final Decision<TunnelGrant> YES = Decision.allow(TunnelGrant.unrestricted());
  private static final Decision<TunnelGrant> NO = Decision.deny("declined");

  private final ManualClock clock = new ManualClock();
  private final Prompting prompting = new Prompting();

  /** A policy that waits for the user. */
  private static final class Prompting implements ConnectionPolicy {
    final List<CompletableFuture<Decision<TunnelGrant>>> prompts = new ArrayList<>();

    @Override
    public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
      throw new AssertionError("this form holds a thread");
    }

    @Override
    public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
      CompletableFuture<Decision<TunnelGrant>> prompt = new CompletableFuture<>();
      prompts.add(prompt);
      return prompt;
    }
  }

  private OncePerTunnel once(Duration window) {
    return new OncePerTunnel(prompting, window, false, clock);
  }

  private OncePerTunnel once() {
    return once(OncePerTunnel.DEFAULT_WINDOW);
  }

  private void answer(Decision<TunnelGrant> decision) {
    prompting.prompts.get(prompting.prompts.size() - 1).complete(decision);
  }

  @Test
  void concurrentRequestsShareOnePrompt() {
    OncePerTunnel once = once(Duration.ZERO);
    var first = once.authorizeTunnelAsync(Tunnels.open("alice"));
    var second = once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(1, prompting.prompts.size());
    assertFalse(first.isDone() || second.isDone());
    answer(YES);
    assertEquals(YES, first.join());
    assertEquals(YES, second.join());
  }

  @Test
  void othersAreAskedThemselves() {
    OncePerTunnel once = once();
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    answer(YES);
    once.authorizeTunnelAsync(Tunnels.open(Tunnels.user("bob"), "203.0.113.9", "PC7"));
    once.authorizeTunnelAsync(Tunnels.open(Tunnels.user("alice"), "203.0.113.8", "PC7"));
    once.authorizeTunnelAsync(Tunnels.open(Tunnels.user("alice"), "203.0.113.9", "PC8"));
    assertEquals(4, prompting.prompts.size());
  }

  @Test
  void anotherSchemeIsAskedItself() {
    OncePerTunnel once = once();
    once.authorizeTunnelAsync(
        Tunnels.open(Tunnels.user("alice", AuthScheme.CERTIFICATE), "203.0.113.9", "PC7"));
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(2, prompting.prompts.size());
  }

  @Test
  void aLaterSignInOfTheSameKindIsTheSame() {
    OncePerTunnel once = once();
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    answer(YES);
    UserPrincipal later =
        UserPrincipal.of(
            "id-alice", "alice", Set.of(), AuthScheme.NTLM, Instant.EPOCH.plusSeconds(20));
    assertEquals(YES, once.authorizeTunnelAsync(Tunnels.open(later, "203.0.113.9", "PC7")).join());
    assertEquals(1, prompting.prompts.size());
  }

  @Test
  void oneReconnectWithinTheWindowIsNotAsked() {
    OncePerTunnel once = once();
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    answer(YES);
    clock.advance(Duration.ofSeconds(59));
    assertEquals(YES, once.authorizeTunnelAsync(Tunnels.open("alice")).join());
    assertEquals(1, prompting.prompts.size());
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(2, prompting.prompts.size(), "the permission was used twice");
  }

  @Test
  void theWindowEnds() {
    OncePerTunnel once = once();
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    answer(YES);
    clock.advance(Duration.ofSeconds(60));
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(2, prompting.prompts.size());
  }

  @Test
  void zeroSwitchesTheWindowOff() {
    OncePerTunnel once = once(Duration.ZERO);
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    answer(YES);
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(2, prompting.prompts.size());
  }

  @Test
  void aRefusalIsNotKept() {
    OncePerTunnel once = once();
    var first = once.authorizeTunnelAsync(Tunnels.open("alice"));
    answer(NO);
    assertEquals(NO, first.join());
    var second = once.authorizeTunnelAsync(Tunnels.open("alice"));
    prompting.prompts.get(1).completeExceptionally(new IllegalStateException("broken"));
    assertTrue(second.isCompletedExceptionally());
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(3, prompting.prompts.size());
  }

  @Test
  void thePromptEndsWithTheLastWhoWaits() {
    OncePerTunnel once = once();
    var first = once.authorizeTunnelAsync(Tunnels.open("alice"));
    var second = once.authorizeTunnelAsync(Tunnels.open("alice"));
    first.cancel(true);
    assertFalse(prompting.prompts.get(0).isCancelled());
    second.cancel(true);
    assertTrue(prompting.prompts.get(0).isCancelled());
    once.authorizeTunnelAsync(Tunnels.open("alice"));
    assertEquals(2, prompting.prompts.size());
  }

  @Test
  void anInterruptedThreadCancelsItsPrompt() {
    OncePerTunnel once = once();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> once.authorizeTunnel(Tunnels.open("alice")));
    assertTrue(prompting.prompts.get(0).isCancelled());
  }

  @Test
  void reviewsAndSecondHalvesNeverAsk() throws Exception {
    OncePerTunnel once = once();
    for (Occasion occasion :
        List.of(Occasion.REVIEW, Occasion.SECOND_HALF, Occasion.REAUTHENTICATION)) {
      var kept =
          assertInstanceOf(
              Decision.Allow.class, once.authorizeTunnel(Tunnels.again("alice", occasion)));
      assertEquals(Tunnels.CURRENT, kept.grant());
    }
    assertEquals(List.of(), prompting.prompts);
  }

  @Test
  void aReauthenticationAsksWhereTheAdministratorSaysSo() {
    OncePerTunnel once = new OncePerTunnel(prompting, Duration.ZERO, true, clock);
    once.authorizeTunnelAsync(Tunnels.again("alice", Occasion.REAUTHENTICATION));
    once.authorizeTunnelAsync(Tunnels.again("bob", Occasion.REVIEW));
    assertEquals(1, prompting.prompts.size());
  }

  @Test
  void nothingToKeepIsARefusal() throws Exception {
    TunnelRequest open = Tunnels.open("alice");
    TunnelRequest review =
        new TunnelRequest(
            open.principal(),
            open.connection(),
            open.clientName(),
            open.capabilities(),
            Occasion.REVIEW,
            null);
    assertInstanceOf(Decision.Deny.class, once().authorizeTunnel(review));
  }

  @Test
  void whatIsRememberedIsBounded() {
    OncePerTunnel once = once();
    int users = SharedPrompts.MAX_KEPT + 1;
    for (int i = 0; i < users; i++) {
      once.authorizeTunnelAsync(Tunnels.open("user" + i));
      answer(YES);
    }
    once.authorizeTunnelAsync(Tunnels.open("user0"));
    assertEquals(users + 1, prompting.prompts.size(), "the oldest should be forgotten");
    answer(YES);
    once.authorizeTunnelAsync(Tunnels.open("user" + (users - 1)));
    assertEquals(users + 1, prompting.prompts.size());
  }

  @Test
  void aWindowOfAnHourIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> once(Duration.ofHours(1)));
    assertThrows(IllegalArgumentException.class, () -> once(Duration.ofSeconds(-1)));
  }
}
