/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoodPathTest extends MachineTest {
  private static final int NEGOTIATED =
      Capabilities.IDLE_TIMEOUT
          | Capabilities.CONSENT_MESSAGE
          | Capabilities.SERVICE_MESSAGE
          | Capabilities.REAUTHENTICATION;

  @Test
  void goesFromHandshakeToDataAndBack() {
    Script run = run(Script.http());
    TunnelGrant grant = TunnelGrant.unrestricted();

    run.feed(Script.HELLO).expect(handshake(ResultCode.SUCCESS));
    assertFalse(run.machine.isWaiting());

    run.feed(Script.CREATE)
        .expect(
            new RecordingActions.Admit(Script.ALICE),
            new RecordingActions.AskConsent(Script.ALICE));
    assertTrue(run.machine.isWaiting());
    run.machine.consent(Optional.empty(), run.now);
    run.expect(new TunnelResponse(0, ResultCode.SUCCESS, Script.TUNNEL_ID, NEGOTIATED, null, null));
    assertEquals(NEGOTIATED, run.machine.capabilities().bits());

    run.feed(Script.AUTH)
        .expect(
            new RecordingActions.Authorize(
                new TunnelRequest(
                    Script.ALICE,
                    Script.CONNECTION,
                    "client-pc",
                    new Capabilities(NEGOTIATED),
                    Occasion.OPEN,
                    null)));
    assertTrue(run.machine.isWaiting());
    assertFalse(run.machine.isAuthorized());
    run.machine.authorized(new Decision.Allow<>(grant, "staff"), run.now);
    run.expect(
        new TunnelAuthResponse(ResultCode.SUCCESS, 0x80000000, 0, null),
        new RecordingActions.Opened(Script.ALICE, "client-pc", grant, "staff"));
    assertTrue(run.machine.isAuthorized());
    assertFalse(run.machine.isChannelOpen());

    run.feed(Script.CHANNEL)
        .expect(
            new RecordingActions.OpenChannel(
                Script.ALICE, List.of("host.example", "10.0.0.1"), 3389));
    assertTrue(run.machine.channelOpened(run.now));
    run.expect(channelOpen(1));
    assertTrue(run.machine.isChannelOpen());
    assertTrue(run.machine.dataFromClient(run.now));

    run.feed(new CloseChannel(ResultCode.SUCCESS));
    CloseReason closed =
        CloseReason.of(CloseReason.Kind.CLIENT_CLOSED, "the client closed the channel");
    run.expect(
        new CloseChannelResponse(ResultCode.SUCCESS), new RecordingActions.ChannelClosed(closed));
    assertFalse(run.machine.isChannelOpen());
    assertTrue(run.machine.isAuthorized());
  }

  @Test
  void opensAnotherChannelAfterTheFirst() {
    Script run = run(Script.http().channel());
    run.feed(new CloseChannel(ResultCode.SUCCESS));
    run.actions.take();

    run.feed(Script.CHANNEL);
    assertTrue(run.machine.channelOpened(run.now));

    assertEquals(channelOpen(2), run.actions.take().get(1));
  }

  @Test
  void ignoresTheClientsVersionField() {
    Script run = run(Script.http());
    run.feed(new HandshakeRequest(1, 0, 99, Script.HELLO.extendedAuth()));
    run.expect(handshake(ResultCode.SUCCESS));
  }

  /** A client's timer may fire during a slow second factor; an echo would be echoed for ever. */
  @Test
  void takesKeepalivesAnywhereAfterTheHandshakeAndNeverEchoesThem() {
    for (Script script :
        List.of(
            Script.http().handshake(),
            Script.custom(AuthScheme.SSPI_NTLM).signIn(),
            Script.http().tunnel(0),
            Script.http().authorized(),
            Script.http().channel(),
            Script.http().closing(CloseReason.of(CloseReason.Kind.ADMINISTRATOR, "test")))) {
      Script run = run(script);
      long deadline = run.machine.nextDeadline();
      run.after(Duration.ofMillis(1)).feed(new Keepalive()).expect();
      assertEquals(deadline, run.machine.nextDeadline());
    }
  }

  @Test
  void ignoresBytesBehindTheKnownFields() {
    Script run = run(Script.http());
    run.feed(PacketType.HANDSHAKE_REQUEST, "01 00 0000 0000 FFFFFFFF");
    run.expect(handshake(ResultCode.SUCCESS));
  }
}
