/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.factor.Mapped;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Asks a server about a user who has signed in, each time that it is asked. */
final class AuthorizeOnly implements ConnectionPolicy {
  static final String NAME = "radius";

  private static final int MAX_MACHINE_NAME = Attribute.MAX_VALUE - 6;

  private final RadiusConnectionPolicy.Builder settings;

  AuthorizeOnly(RadiusConnectionPolicy.Builder settings) {
    this.settings = settings;
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception {
    return Mapped.await(authorizeTunnelAsync(request));
  }

  @Override
  public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
    String text = settings.userName.apply(request.principal());
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    // A server that stops reading at NUL would judge somebody else.
    if (name.length == 0
        || name.length > Attribute.MAX_VALUE
        || text.chars().anyMatch(Character::isISOControl)) {
      return CompletableFuture.completedFuture(
          deny(DenyCode.NOT_AUTHORIZED, "the user's name cannot be sent as User-Name"));
    }
    return Answers.of(
        settings.client.ask(new TunnelQuestion(request, name)),
        this::decide,
        why -> deny(DenyCode.HOOK_FAILED, String.valueOf(why.getMessage())));
  }

  private Decision<TunnelGrant> decide(Reply reply) {
    AttributeList attributes = reply.attributes();
    String message = attributes.text(AttributeType.REPLY_MESSAGE);
    String said = message.isEmpty() ? "" : ", and says: " + message;
    if (reply.code() == Code.ACCESS_ACCEPT) {
      try {
        if (Grants.isRestricted(attributes)) {
          return deny(
              DenyCode.QUARANTINE, "the RADIUS server restricts the client's access" + said);
        }
        return new Decision.Allow<>(Grants.read(attributes, settings.whenUnspecified), NAME);
      } catch (MalformedPacketException e) {
        return deny(
            DenyCode.NOT_AUTHORIZED,
            "the RADIUS server allows under terms that cannot be read: " + e.getMessage());
      }
    }
    return deny(
        DenyCode.NOT_AUTHORIZED,
        reply.code() == Code.ACCESS_CHALLENGE
            ? "the RADIUS server asks for a code, which no client can be asked for while it opens a"
                + " tunnel; let it prompt by push or call"
                + said
            : "the RADIUS server refuses" + said);
  }

  private static Decision<TunnelGrant> deny(DenyCode code, String why) {
    return new Decision.Deny<>(new DenyReason(code, NAME, why));
  }

  /** What Microsoft's gateway sends to its central store, and what tells our tunnels apart. */
  private final class TunnelQuestion implements Question {
    private final TunnelRequest request;
    private final byte[] name;

    TunnelQuestion(TunnelRequest request, byte[] name) {
      this.request = request;
      this.name = name;
    }

    @Override
    public int code() {
      return Code.ACCESS_REQUEST;
    }

    @Override
    public void write(RequestWriter out) {
      out.add(AttributeType.USER_NAME, name);
      String password = settings.password;
      if (password != null) {
        out.password(password.getBytes(StandardCharsets.UTF_8));
      }
      Integer service = settings.serviceType;
      if (service != null) {
        out.number(AttributeType.SERVICE_TYPE, service);
      }
      settings.nas.write(out);
      String authentication = userAuthType(request.principal().scheme());
      if (!authentication.isEmpty()) {
        out.text(AttributeType.CALLED_STATION_ID, "UserAuthType:" + authentication);
      }
      if (settings.sendsClientAddress) {
        out.text(
            AttributeType.CALLING_STATION_ID,
            request.connection().clientAddress().getAddress().getHostAddress());
      }
      out.text(AttributeType.NAS_PORT_ID, request.connection().id());
      out.text(AttributeType.ACCT_SESSION_ID, settings.nas.sessionId(request.connection()));
      out.microsoft(
          AttributeType.MS_NETWORK_ACCESS_SERVER_TYPE,
          AttributeType.SERVER_TYPE_TERMINAL_SERVER_GATEWAY);
      if (!request.clientName().isEmpty()) {
        out.microsoft(
            AttributeType.MS_MACHINE_NAME, Texts.cut(request.clientName(), MAX_MACHINE_NAME));
      }
    }
  }

  /** Password or certificate; Microsoft has no word for a token. */
  private static String userAuthType(AuthScheme scheme) {
    if (scheme.equals(AuthScheme.CERTIFICATE)) {
      return "CA";
    }
    return scheme.equals(AuthScheme.PAA) || scheme.equals(AuthScheme.BEARER) ? "" : "PW";
  }
}
