/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TUNNEL_AUTH with the client's name is due; then the connection policy decides (MS-TSGU 3.3.5.3).
 */
final class ExpectTunnelAuth extends TunnelState {
  private final @Nullable TunnelGrant current;

  /**
   * The state after TUNNEL_CREATE.
   *
   * @param current the grant of the live tunnel that is reauthenticated; null for a new tunnel
   */
  ExpectTunnelAuth(HttpTunnelMachine machine, @Nullable TunnelGrant current, long deadline) {
    super(machine, deadline);
    this.current = current;
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (packet instanceof TunnelAuth auth) {
      machine.become(new Answer(machine, auth.clientName(), current));
      machine.actions.authorize(
          new TunnelRequest(
              machine.principal(),
              machine.opening.connection(),
              auth.clientName(),
              machine.capabilities(),
              current == null ? Occasion.OPEN : Occasion.REAUTHENTICATION,
              current));
    } else {
      boolean channel = packet.type().equals(PacketType.CHANNEL_CREATE);
      machine.wrongState(
          packet, channel ? ResultCode.ACCESS_DENIED : ResultCode.INTERNAL_ERROR, now);
    }
  }

  @Override
  public String toString() {
    return "TUNNEL_AUTH is due";
  }

  /** The connection policy is deciding. */
  static final class Answer extends Waiting {
    private final String clientName;
    private final @Nullable TunnelGrant current;

    Answer(HttpTunnelMachine machine, String clientName, @Nullable TunnelGrant current) {
      super(machine);
      this.clientName = clientName;
      this.current = current;
    }

    void onDecision(Decision<TunnelGrant> decision, long now) {
      if (decision instanceof Decision.Allow<TunnelGrant> allow) {
        if (current != null) {
          TunnelGrant renewed = Reauthentication.inForce(current, allow.grant());
          announce(renewed, now);
          machine.actions.reauthentication().advance(ReauthStatus.USER_AUTHORIZED);
          machine.become(new ExpectReauthChannel(machine, renewed, now));
          return;
        }
        TunnelGrant grant = allow.grant();
        machine.setGrant(grant);
        announce(grant, now);
        machine.expectChannel(0, now);
        machine.actions.opened(machine.principal(), clientName, grant, allow.policy());
        return;
      }
      DenyReason reason = Refusals.reason(decision);
      if (current == null) {
        machine.actions.denied(machine.principal(), clientName, reason);
      } else {
        machine.actions.reauthentication().refused(reason);
        if (reason.code() == DenyCode.QUARANTINE) {
          machine.actions.reauthentication().advance(ReauthStatus.QUARANTINED);
        }
      }
      machine.refuse(PacketType.TUNNEL_AUTH, Refusals.tunnelDenied(reason.code()), now);
      machine.finish(CloseReason.of(CloseReason.Kind.NOT_AUTHORIZED, reason.explanation()));
    }

    private void announce(TunnelGrant grant, long now) {
      machine.send(
          new TunnelAuthResponse(
              ResultCode.SUCCESS,
              redirectionFlags(grant.disabledRedirections()),
              minutesRoundedUp(grant.idleTimeout()),
              null),
          now);
    }
  }

  /** HTTP_TUNNEL_REDIR_FLAGS (MS-TSGU 2.2.5.3.8). */
  static int redirectionFlags(Set<Redirection> disabled) {
    if (disabled.isEmpty()) {
      return TunnelAuthResponse.REDIR_ENABLE_ALL;
    }
    if (disabled.size() == Redirection.values().length) {
      return TunnelAuthResponse.REDIR_DISABLE_ALL;
    }
    int flags = 0;
    for (Redirection redirection : disabled) {
      flags |=
          switch (redirection) {
            case DRIVE -> TunnelAuthResponse.REDIR_DISABLE_DRIVE;
            case PRINTER -> TunnelAuthResponse.REDIR_DISABLE_PRINTER;
            case PORT -> TunnelAuthResponse.REDIR_DISABLE_PORT;
            case CLIPBOARD -> TunnelAuthResponse.REDIR_DISABLE_CLIPBOARD;
            case PLUG_AND_PLAY -> TunnelAuthResponse.REDIR_DISABLE_PNP;
          };
    }
    return flags;
  }

  private static int minutesRoundedUp(Duration duration) {
    long minutes =
        duration.toMinutes() + (duration.equals(Duration.ofMinutes(duration.toMinutes())) ? 0 : 1);
    return (int) Math.min(minutes, Integer.MAX_VALUE);
  }
}
