/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.ScriptedClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that do not get through with a reauthentication, and what becomes of their tunnels. */
class ReauthRefusalTest extends ReauthSteps {

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void anotherUserDoesNotTouchTheTunnel(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      try (ScriptedClient bob = open(transport, "bob")) {
        assertEquals(ResultCode.ACCESS_DENIED, create(bob, context));
        bob.awaitEnd();
      }
      GatewayEvent.ReauthenticationRefused refused =
          gateway.events.await(GatewayEvent.ReauthenticationRefused.class);
      assertEquals("alice", Objects.requireNonNull(refused.subject().principal()).id());
      endsWith(tunnel, 0x59FA, context);
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aWrongContextDoesNotTouchTheTunnel(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      isForgotten(context + 1);
      isForgotten(0);
      endsWith(tunnel, 0x59FA, context);
    }
  }

  @ParameterizedTest
  @CsvSource({"WEBSOCKET, 0x12, 0x59FB", "HTTP, 0x12, 0x59FB", "HTTP, 0x10, 0x4D4"})
  void aConnectionPolicyThatHasChangedEndsTheTunnel(
      TransportKind transport, String capabilities, String code) {
    try (ScriptedClient tunnel = tunnel(transport, Integer.decode(capabilities))) {
      long context = asked(tunnel);
      policy.deniesTunnels = true;
      try (ScriptedClient again = open(transport, "alice")) {
        assertEquals(ResultCode.SUCCESS, create(again, context));
        assertEquals(ResultCode.NAP_ACCESS_DENIED, authorize(again));
        again.awaitEnd();
      }
      gateway.events.await(GatewayEvent.ReauthenticationRefused.class);
      endsWith(tunnel, Integer.decode(code), context);
    }
    assertTrue(gateway.events.all(GatewayEvent.TunnelDenied.class).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"WEBSOCKET, 0x12, 0x59FC", "HTTP, 0x12, 0x59FC", "WEBSOCKET, 0x10, 0x4D4"})
  void aResourcePolicyThatHasChangedEndsTheTunnel(
      TransportKind transport, String capabilities, String code) {
    try (ScriptedClient tunnel = tunnel(transport, Integer.decode(capabilities))) {
      long context = asked(tunnel);
      policy.deniesChannels = true;
      try (ScriptedClient again = open(transport, "alice")) {
        assertEquals(ResultCode.SUCCESS, create(again, context));
        assertEquals(ResultCode.SUCCESS, authorize(again));
        assertEquals(
            ResultCode.RAP_ACCESS_DENIED, again.ask(channel(), ChannelResponse.class).errorCode());
        again.awaitEnd();
      }
      gateway.events.await(GatewayEvent.ReauthenticationRefused.class);
      endsWith(tunnel, Integer.decode(code), context);
    }
    assertTrue(gateway.events.all(GatewayEvent.ChannelDenied.class).isEmpty());
  }

  @Test
  void anotherHostIsNotTheTunnels() {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      long context = asked(tunnel);
      for (ChannelCreate other :
          List.of(
              new ChannelCreate(List.of("127.0.0.2"), List.of(), host.port(), 3),
              new ChannelCreate(List.of("127.0.0.1"), List.of(), host.port() ^ 1, 3),
              new ChannelCreate(List.of(""), List.of(), host.port(), 3))) {
        try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
          assertEquals(ResultCode.SUCCESS, create(again, context));
          assertEquals(ResultCode.SUCCESS, authorize(again));
          assertEquals(
              ResultCode.RAP_ACCESS_DENIED, again.ask(other, ChannelResponse.class).errorCode());
          again.awaitEnd();
        }
      }
      assertEquals(1, policy.channels.size());
      // One connection may do better than those before it.
      try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
        isReauthenticatedBy(again, context);
      }
      pass(PATIENCE);
      tunnel.echo("after");
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aUserWhoIsDisabledDoesNotGetThrough(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      users.disabled = true;
      try (RawClient again = gateway.connect()) {
        again.send(Requests.webSocket(basic("alice")));
        assertEquals(401, again.status());
      }
      try (ScriptedClient again = paa(transport)) {
        assertEquals(
            ResultCode.COOKIE_ACCESS_DENIED,
            again
                .ask(
                    new TunnelCreate(0x12, context, TunnelCreate.cookie("alice")),
                    TunnelResponse.class)
                .statusCode());
        again.awaitEnd();
      }
      users.disabled = false;
      endsWith(tunnel, 0x59FA, context);
    }
  }

  @ParameterizedTest
  @CsvSource({"WEBSOCKET, 0x12, 0x59FA", "HTTP, 0x12, 0x59FA", "WEBSOCKET, 0x10, 0x4D4"})
  void aClientThatNeverAnswersIsDisconnected(
      TransportKind transport, String capabilities, String code) {
    try (ScriptedClient tunnel = tunnel(transport, Integer.decode(capabilities))) {
      endsWith(tunnel, Integer.decode(code), asked(tunnel));
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aClientThatCannotIsDisconnected(TransportKind transport) throws Exception {
    try (ScriptedClient tunnel = tunnel(transport, 0x02)) {
      Tunnel view = gateway.server().tunnels().get(0);
      assertFalse(view.requestReauthentication().toCompletableFuture().get(20, TimeUnit.SECONDS));
      pass(SESSION);
      assertEquals(
          ResultCode.CLOSE_SESSION_TIMEOUT, tunnel.receive(CloseChannel.class).statusCode());
      tunnel.send(new CloseChannelResponse(ResultCode.SUCCESS));
      assertEquals(
          CloseReason.Kind.SESSION_TIMEOUT,
          gateway.events.await(GatewayEvent.TunnelClosed.class).reason().kind());
      assertFalse(view.requestReauthentication().toCompletableFuture().get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aTunnelThatHasEndedIsNotReauthenticated() {
    ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12);
    final long context = asked(tunnel);
    try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
      assertEquals(ResultCode.SUCCESS, create(again, context));
      assertEquals(ResultCode.SUCCESS, authorize(again));
      tunnel.close();
      gateway.events.await(GatewayEvent.TunnelClosed.class);
      assertEquals(
          ResultCode.RAP_ACCESS_DENIED, again.ask(channel(), ChannelResponse.class).errorCode());
      again.awaitEnd();
    }
    isForgotten(context);
    assertTrue(gateway.events.all(GatewayEvent.TunnelReauthenticated.class).isEmpty());
  }
}
