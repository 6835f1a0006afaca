/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TunnelGrant;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packets, answers, ends and the clock in any order; {@link RecordingActions} watches. */
class RandomRunsTest {
  private static final int RUNS = 10_000;
  private static final int STEPS = 60;
  private static final List<HttpPacket> PACKETS =
      List.of(
          Script.HELLO,
          Script.hello(2),
          Script.hello(4),
          new ExtendedAuthMessage(ResultCode.SUCCESS, Bytes.copyOf(new byte[] {1})),
          new ExtendedAuthMessage(ResultCode.LOGON_DENIED, Bytes.EMPTY),
          Script.CREATE,
          new TunnelCreate(0x02, null, TunnelCreate.cookie("token")),
          new TunnelCreate(0x02, 9L, null),
          Script.AUTH,
          Script.CHANNEL,
          new Keepalive(),
          new CloseChannel(ResultCode.SUCCESS),
          new CloseChannelResponse(ResultCode.SUCCESS));
  private static final DenyReason DENIED = new DenyReason(DenyCode.NOT_AUTHORIZED, "test", "no");
  private static final CloseReason REASON = CloseReason.of(CloseReason.Kind.ADMINISTRATOR, "test");

  private int opened;
  private int channels;

  @Test
  void neverBreaksTheOrderOfThings() {
    long seed = System.nanoTime();
    for (int i = 0; i < RUNS; i++) {
      try {
        run(new Random(seed + i));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + (seed + i), e);
      }
    }
    assertTrue(opened > RUNS / 100 && channels > RUNS / 100, "the runs stop too early");
  }

  private void run(Random random) {
    Script script = script(random);
    boolean open = false;
    // Most runs follow the protocol for a while, or else hardly any would get past the handshake.
    int polite = random.nextInt(10);
    for (int step = 0; step < STEPS; step++) {
      boolean allowed = step < polite ? goOn(script, step) : anything(script, random);
      for (Object entry : script.actions.take()) {
        if (entry instanceof RecordingActions.Opened) {
          assertTrue(allowed, "opened without an Allow");
          opened++;
        }
        if (entry instanceof RecordingActions.ChannelClosed) {
          assertTrue(open, "a channel was closed that was not open");
          open = false;
        }
      }
      if (script.machine.isChannelOpen() && !open) {
        open = true;
        channels++;
      }
      assertTrue(!script.machine.isAuthorized() || script.actions.isOpened());
      assertEquals(script.machine.isClosed(), script.actions.isClosed());
    }
    script.end();
  }

  private static Script script(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Script.custom(AuthScheme.PAA);
      case 1 -> Script.custom(AuthScheme.SSPI_NTLM);
      case 2 -> Script.http(Script.principal("alice", Script.WALL.plusSeconds(90), null));
      default -> Script.http();
    };
  }

  /** The good path of a client that signed in over HTTP, one step at a time. */
  private static boolean goOn(Script script, int step) {
    HttpTunnelMachine machine = script.machine;
    boolean allow = step == 4;
    switch (step) {
      case 0 -> script.feed(Script.HELLO);
      case 1 -> script.feed(Script.CREATE);
      case 2 -> machine.consent(Optional.empty(), script.now);
      case 3 -> script.feed(Script.AUTH);
      case 4 -> machine.authorized(Decision.allow(grant()), script.now);
      case 5 -> script.feed(Script.CHANNEL);
      case 6 -> machine.channelOpened(script.now);
      default -> machine.dataFromClient(script.now);
    }
    return allow;
  }

  private static TunnelGrant grant() {
    return new TunnelGrant(Set.of(), Duration.ofMinutes(3), Duration.ofMinutes(9), true, Map.of());
  }

  /** Returns whether the policy was said to allow the tunnel. */
  private static boolean anything(Script script, Random random) {
    HttpTunnelMachine machine = script.machine;
    long now = script.now;
    switch (random.nextInt(21)) {
      case 0, 1, 2, 3, 4 -> packet(script, random);
      case 5 -> machine.dataFromClient(now);
      case 6 -> machine.authenticated(AuthenticationResult.accepted(Script.ALICE), now);
      case 7 -> machine.authenticated(AuthenticationResult.rejected(RejectReason.MALFORMED), now);
      case 8 ->
          machine.authenticated(
              AuthenticationResult.challenge(
                  new byte[] {2},
                  (credential, context) -> AuthenticationResult.rejected(RejectReason.MALFORMED)),
              now);
      case 9 ->
          machine.consent(
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(new ConsentMessage("text", random.nextBoolean())),
              now);
      case 10 -> machine.consentFailed(DENIED, now);
      case 11 -> {
        machine.authorized(Decision.allow(grant()), now);
        return true;
      }
      case 12 -> machine.authorized(new Decision.Deny<>(DENIED), now);
      case 13 -> machine.channelOpened(now);
      case 14 -> machine.channelRefused(ResultCode.CONNECT_FAILED, now);
      case 15 -> machine.hostEnded(REASON, now);
      case 16 -> machine.closeSent(now);
      case 17 -> rare(machine, random, now);
      case 18 -> machine.dataSent(now);
      case 19 -> reauthentication(script, random);
      default -> time(script, random);
    }
    return false;
  }

  /** Of either side: a machine must stand what belongs to the other one. */
  private static void reauthentication(Script script, Random random) {
    HttpTunnelMachine machine = script.machine;
    ReauthStatus[] all = ReauthStatus.values();
    long context = 1L + random.nextInt(2);
    switch (random.nextInt(5)) {
      case 0 -> machine.reauthentication().request(script.now);
      case 1 -> machine.reauthentication().advance(context, all[random.nextInt(all.length)]);
      case 2 -> machine.reauthentication().complete(context, Script.ALICE, grant(), script.now);
      case 3 -> machine.resourceReauthorized(random.nextBoolean() ? null : DENIED, script.now);
      default ->
          script.actions.offers.put(
              9L, random.nextBoolean() ? Optional.empty() : Optional.of(grant()));
    }
  }

  private static void packet(Script script, Random random) {
    if (script.machine.isWaiting()) {
      return;
    }
    if (random.nextInt(4) == 0) {
      byte[] body = new byte[random.nextInt(24)];
      random.nextBytes(body);
      PacketType type = new PacketType(random.nextInt(0x13));
      if (!type.equals(PacketType.DATA)) {
        script.machine.receive(type, ByteBuffer.wrap(body), script.now);
      }
    } else {
      script.feed(PACKETS.get(random.nextInt(PACKETS.size())));
    }
  }

  private static void rare(HttpTunnelMachine machine, Random random, long now) {
    switch (random.nextInt(8)) {
      case 0 -> machine.close(REASON, now);
      case 1 -> machine.clientEnded(REASON);
      case 2 -> machine.broken("test");
      case 3 ->
          machine.revise(Script.principal("alice", Script.WALL.plusSeconds(60), null), grant());
      default -> machine.serviceMessage("text", now);
    }
  }

  /** The clock moves; after a look at it nothing may be left to do at once. */
  private static void time(Script script, Random random) {
    HttpTunnelMachine machine = script.machine;
    if (random.nextBoolean() && machine.nextDeadline() != TunnelState.NO_DEADLINE) {
      script.now = Math.max(script.now, machine.nextDeadline());
    } else {
      script.now += random.nextInt(40) * 1_000_000_000L;
    }
    script.tick();
    assertTrue(machine.nextDeadline() > script.now, "a deadline stays behind");
  }
}
