/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** TUNNEL_CREATE is due (MS-TSGU 3.3.5.2). */
final class ExpectTunnelCreate extends TunnelState {
  /** What this gateway can do; a client is told what both can. */
  private static final int SUPPORTED =
      Capabilities.IDLE_TIMEOUT
          | Capabilities.CONSENT_MESSAGE
          | Capabilities.SERVICE_MESSAGE
          | Capabilities.REAUTHENTICATION;

  private final boolean cookie;
  private final boolean signedInOverHttp;

  /**
   * The state after the handshake.
   *
   * @param cookie whether the packet has to carry a PAA cookie
   * @param signedInOverHttp whether the principal is the one of the HTTP exchange
   */
  ExpectTunnelCreate(
      HttpTunnelMachine machine, boolean cookie, boolean signedInOverHttp, long deadline) {
    super(machine, deadline);
    this.cookie = cookie;
    this.signedInOverHttp = signedInOverHttp;
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (!(packet instanceof TunnelCreate create)) {
      boolean signIn = packet.type().equals(PacketType.EXTENDED_AUTH_MSG);
      machine.wrongState(
          packet,
          signIn ? ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD : ResultCode.INTERNAL_ERROR,
          now);
      return;
    }
    Long context = create.reauthTunnelContext();
    if (context != null && !ReauthTunnelCreate.isOffered(machine, context, now)) {
      return; // before the cookie is looked at, which may be good for one use only
    }
    Capabilities client = new Capabilities(create.capsFlags());
    if (!cookie) {
      UserPrincipal principal =
          signedInOverHttp
              ? Objects.requireNonNull(machine.opening.principal())
              : machine.principal();
      new CookieAnswer(machine, client, context).accept(principal, false, now);
      return;
    }
    try {
      Credential credential = new Credential.AccessToken(AuthScheme.PAA, create.cookieText());
      machine.become(new CookieAnswer(machine, client, context));
      machine.actions.authenticate(credential, Stage.TUNNEL_CREATE, context);
    } catch (WireFormatException e) {
      machine.refuse(packet.type(), e.reply(), now);
      machine.finish(HttpTunnelMachine.protocolError(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public String toString() {
    return "TUNNEL_CREATE is due";
  }

  /** The authenticator is looking at a cookie. */
  static final class CookieAnswer extends Waiting {
    private final Capabilities client;
    private final @Nullable Long context;

    CookieAnswer(HttpTunnelMachine machine, Capabilities client, @Nullable Long context) {
      super(machine);
      this.client = client;
      this.context = context;
    }

    void onResult(AuthenticationResult result, long now) {
      if (result instanceof AuthenticationResult.Accepted accepted) {
        UserPrincipal who = machine.joined(accepted.principal());
        if (who == null) {
          refuseCookie(
              ResultCode.COOKIE_ACCESS_DENIED,
              "the PAA cookie is not of the certificate's user",
              now);
        } else {
          accept(who, true, now);
        }
      } else {
        // A challenge is a refusal too: a cookie has no second round.
        RejectReason reason =
            result instanceof AuthenticationResult.Rejected rejected
                ? rejected.reason()
                : RejectReason.HOOK_FAILED.because("the authenticator wants a second round");
        boolean malformed = reason.code().equals(RejectReason.MALFORMED.code());
        refuseCookie(
            malformed ? ResultCode.COOKIE_BAD_PACKET : ResultCode.COOKIE_ACCESS_DENIED,
            "the PAA cookie was refused: " + reason.explanation(),
            now);
      }
    }

    void accept(UserPrincipal principal, boolean byCookie, long now) {
      if (!machine.setPrincipal(principal) || machine.isProofExpired(now)) {
        String explanation = "the proof of identity is not valid now or not from this address";
        if (byCookie) {
          refuseCookie(ResultCode.COOKIE_ACCESS_DENIED, explanation, now);
        } else {
          deny(machine, new DenyReason(DenyCode.NOT_AUTHORIZED, "scope", explanation), now);
        }
        return;
      }
      if (context != null) {
        ReauthTunnelCreate.accept(machine, client.and(SUPPORTED), context, now);
        return;
      }
      DenyReason full = machine.actions.admit(principal);
      if (full != null) {
        deny(machine, full, now);
        return;
      }
      machine.become(new ConsentAnswer(machine, client));
      machine.actions.askConsent(principal);
    }

    private void refuseCookie(ResultCode code, String explanation, long now) {
      machine.refuse(PacketType.TUNNEL_CREATE, code, now);
      machine.finish(CloseReason.of(CloseReason.Kind.SIGN_IN_REFUSED, explanation));
    }
  }

  /** The policy is looking for a consent message. */
  static final class ConsentAnswer extends Waiting {
    private final Capabilities client;

    ConsentAnswer(HttpTunnelMachine machine, Capabilities client) {
      super(machine);
      this.client = client;
    }

    void onMessage(Optional<ConsentMessage> message, long now) {
      @Nullable String text = null;
      if (message.isPresent() && client.has(Capabilities.CONSENT_MESSAGE)) {
        text = message.get().text();
      } else if (message.isPresent() && message.get().required()) {
        onFailure(
            new DenyReason(
                DenyCode.CAPABILITY_MISMATCH,
                "consent",
                "the client cannot show the consent message that is required"),
            now);
        return;
      }
      Capabilities negotiated = client.and(SUPPORTED);
      machine.setCapabilities(negotiated);
      machine.send(
          new TunnelResponse(
              0, ResultCode.SUCCESS, machine.opening.tunnelId(), negotiated.bits(), null, text),
          now);
      long deadline =
          Ticks.after(
              now, text == null ? machine.limits().tunnelTime() : machine.limits().consentTime());
      machine.become(new ExpectTunnelAuth(machine, null, deadline));
    }

    void onFailure(DenyReason reason, long now) {
      deny(machine, reason, now);
    }
  }

  private static void deny(HttpTunnelMachine machine, DenyReason reason, long now) {
    machine.actions.denied(machine.principal(), "", reason);
    machine.refuse(PacketType.TUNNEL_CREATE, Refusals.tunnelDenied(reason.code()), now);
    CloseReason.Kind kind =
        reason.code() == DenyCode.TOO_MANY_CONNECTIONS
            ? CloseReason.Kind.LIMIT
            : CloseReason.Kind.NOT_AUTHORIZED;
    machine.finish(CloseReason.of(kind, reason.explanation()));
  }
}
