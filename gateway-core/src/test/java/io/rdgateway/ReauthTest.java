/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.ReauthMessage;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.ScriptedClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that sign in again, so that their live tunnels go on. */
class ReauthTest extends ReauthSteps {

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aTunnelGoesOnWhenItsClientSignsInAgain(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      TunnelGrant old = policy.grant;
      Duration next = Duration.ofMinutes(10);
      policy.grant = new TunnelGrant(Set.of(), Duration.ZERO, next, true, Map.of("new", "yes"));
      try (ScriptedClient again = open(transport, "alice")) {
        isReauthenticatedBy(again, context);
      }
      GatewayEvent.TunnelReauthenticated renewed =
          gateway.events.await(GatewayEvent.TunnelReauthenticated.class);
      Tunnel view = gateway.server().tunnels().get(0);
      assertEquals(1, gateway.server().tunnels().size());
      assertEquals(view.id(), renewed.subject().tunnelId());
      assertNotEquals(view.connection(), renewed.connection());
      assertEquals(policy.grant, view.grant());
      isForgotten(context);
      asksThePoliciesForTheLiveTunnel(old, view);

      pass(next.minusMillis(500));
      tunnel.echo("after");
      pass(Duration.ofMillis(500));
      long second = tunnel.receive(ReauthMessage.class).reauthTunnelContext();
      assertNotEquals(context, second);
      try (ScriptedClient again = open(transport, "alice")) {
        isReauthenticatedBy(again, second);
      }
      tunnel.echo("and on");
      assertEquals(1, host.count());
      assertEquals(1, gateway.events.all(GatewayEvent.TunnelOpened.class).size());
      assertEquals(1, gateway.events.all(GatewayEvent.ChannelOpened.class).size());
    }
    gateway.events.await(GatewayEvent.TunnelClosed.class);
    assertEquals(2, gateway.events.all(GatewayEvent.ReauthenticationRequested.class).size());
    // Of the connection that came with a context that was used up, and of no other.
    gateway.events.awaitCount(GatewayEvent.TunnelFailed.class, e -> true, 1);
    assertEquals(1, gateway.events.all(GatewayEvent.TunnelFailed.class).size());
  }

  private void asksThePoliciesForTheLiveTunnel(TunnelGrant old, Tunnel view) {
    assertEquals(2, policy.tunnels.size());
    TunnelRequest tunnelRequest = List.copyOf(policy.tunnels).get(1);
    assertEquals(Occasion.REAUTHENTICATION, tunnelRequest.occasion());
    assertEquals(old, tunnelRequest.currentGrant());
    ChannelRequest channelRequest = List.copyOf(policy.channels).get(1);
    assertEquals(Occasion.REAUTHENTICATION, channelRequest.occasion());
    assertEquals(view.channel().orElseThrow().target(), channelRequest.target());
    assertEquals("127.0.0.1", channelRequest.requestedName());
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void theUserMaySignInWithACookie(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      users.occasions.clear();
      users.holders.clear();
      try (ScriptedClient again = paa(transport)) {
        TunnelResponse created =
            again.ask(
                new TunnelCreate(0x12, context, TunnelCreate.cookie("alice")),
                TunnelResponse.class);
        assertEquals(ResultCode.SUCCESS, created.statusCode());
        completes(again);
      }
      assertEquals(List.of(Occasion.REAUTHENTICATION), List.copyOf(users.occasions));
      assertEquals(List.of("alice by Basic"), List.copyOf(users.holders));
      pass(PATIENCE);
      tunnel.echo("after");
      assertEquals(AuthScheme.PAA, gateway.server().tunnels().get(0).principal().scheme());
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void theUserMaySignInInsideTheTunnel(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      try (ScriptedClient again =
          ScriptedClient.open(gateway.address(), transport, "Authorization: SSPI_NTLM\r\n")) {
        again.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.SSPI_NTLM), HandshakeResponse.class);
        Bytes name = Bytes.copyOf("alice".getBytes(StandardCharsets.US_ASCII));
        again.ask(new ExtendedAuthMessage(ResultCode.SUCCESS, name), ExtendedAuthMessage.class);
        isReauthenticatedBy(again, context);
      }
      pass(PATIENCE);
      tunnel.echo("after");
    }
  }

  @Test
  void anApplicationMayAskForIt() throws Exception {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      Tunnel view = gateway.server().tunnels().get(0);
      assertTrue(view.requestReauthentication().toCompletableFuture().get(20, TimeUnit.SECONDS));
      assertFalse(view.requestReauthentication().toCompletableFuture().get(20, TimeUnit.SECONDS));
      long context = tunnel.receive(ReauthMessage.class).reauthTunnelContext();
      try (ScriptedClient again = open(TransportKind.HTTP, "alice")) {
        isReauthenticatedBy(again, context);
      }
      tunnel.echo("after");
    }
  }

  @Test
  void aReviewThatBeganBeforeDoesNotBringTheOldPrincipalBack() throws Exception {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      long context = asked(tunnel);
      var review = gateway.server().review(any -> true).toCompletableFuture();
      try (ScriptedClient again = paa(TransportKind.WEBSOCKET)) {
        again.ask(
            new TunnelCreate(0x12, context, TunnelCreate.cookie("alice")), TunnelResponse.class);
        completes(again);
      }
      policy.reviews.countDown();
      assertEquals(0, review.get(20, TimeUnit.SECONDS));
      tunnel.echo("on the loop of the tunnel, behind the review");
      Tunnel view = gateway.server().tunnels().get(0);
      assertEquals(AuthScheme.PAA, view.principal().scheme());
      assertEquals(policy.grant, view.grant());
    }
  }

  /** It has no tunnel, so it stays among the connections whose number is bounded. */
  @Test
  void theConnectionKeepsItsPlaceAmongThoseWithoutATunnel() {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      final long context = asked(tunnel);
      gateway.server().updateLimits(LIMITS.toBuilder().maxUnauthenticated(1).build());
      try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
        assertEquals(ResultCode.SUCCESS, create(again, context));
        assertEquals(ResultCode.SUCCESS, authorize(again));
        try (RawClient more = gateway.connect()) {
          assertTrue(more.isEnded());
        }
        assertEquals(
            "maxUnauthenticated",
            gateway.events.await(GatewayEvent.ConnectionRefused.class).limit());
      }
      gateway.events.await(GatewayEvent.TunnelFailed.class);
      try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
        isReauthenticatedBy(again, context);
      }
    }
  }
}
