/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import org.jspecify.annotations.Nullable;

/** The tables that turn our reasons into what the wire says (MS-TSGU 2.2.6, 3.3.5). */
public final class Refusals {
  private Refusals() {}

  /** The response that refuses a packet of this type, or null if it has none. */
  static @Nullable HttpPacket response(PacketType type, ResultCode code, ExtendedAuth supported) {
    if (type.equals(PacketType.HANDSHAKE_REQUEST)) {
      return new HandshakeResponse(code, 1, 0, 0, supported);
    } else if (type.equals(PacketType.EXTENDED_AUTH_MSG)) {
      return new ExtendedAuthMessage(code, Bytes.EMPTY);
    } else if (type.equals(PacketType.TUNNEL_CREATE)) {
      return TunnelResponse.failure(code);
    } else if (type.equals(PacketType.TUNNEL_AUTH)) {
      return TunnelAuthResponse.failure(code);
    } else if (type.equals(PacketType.CHANNEL_CREATE)) {
      return ChannelResponse.failure(code);
    }
    return null;
  }

  /** What a denied connection policy says. */
  public static ResultCode tunnelDenied(DenyCode code) {
    return switch (code) {
      case NOT_AUTHORIZED, HOOK_FAILED -> ResultCode.NAP_ACCESS_DENIED;
      case TOO_MANY_CONNECTIONS -> ResultCode.MAX_CONNECTIONS;
      case CAPABILITY_MISMATCH -> ResultCode.CAPABILITY_MISMATCH;
      case QUARANTINE -> ResultCode.QUARANTINE_ACCESS_DENIED;
    };
  }

  /** What a denied resource policy says. */
  public static ResultCode channelDenied(DenyCode code) {
    return code == DenyCode.TOO_MANY_CONNECTIONS
        ? ResultCode.MAX_CONNECTIONS
        : ResultCode.RAP_ACCESS_DENIED;
  }

  /** The status of the CLOSE_CHANNEL that ends a tunnel for a reason. */
  static ResultCode closeCode(CloseReason.Kind kind, Capabilities capabilities) {
    return switch (kind) {
      case IDLE_TIMEOUT, SESSION_TIMEOUT ->
          capabilities.has(Capabilities.IDLE_TIMEOUT)
              ? ResultCode.CLOSE_SESSION_TIMEOUT
              : ResultCode.CLOSE_CONNECTION_ABORTED;
      case HOST_CLOSED, HOST_FAILED -> ResultCode.CLOSE_BAD_ARGUMENTS;
      case PROTOCOL_ERROR -> ResultCode.CLOSE_NOT_SUPPORTED;
      case TIMED_OUT, STALLED -> ResultCode.CLOSE_OPERATION_ABORTED;
      case INTERNAL_ERROR -> ResultCode.CLOSE_INTERNAL_ERROR;
      case CLIENT_CLOSED,
          CLIENT_VANISHED,
          ADMINISTRATOR,
          REAUTHENTICATION_FAILED,
          PROOF_EXPIRED,
          REVOKED,
          NOT_AUTHORIZED,
          SIGN_IN_REFUSED,
          LIMIT,
          GATEWAY_CLOSING ->
          ResultCode.CLOSE_CONNECTION_ABORTED;
    };
  }

  /** Why a policy did not allow: its reason, or that it had nothing to say. */
  public static DenyReason reason(Decision<?> refusal) {
    return refusal instanceof Decision.Deny<?> deny
        ? deny.reason()
        : new DenyReason(
            DenyCode.NOT_AUTHORIZED,
            "none",
            "no policy applies: " + ((Decision.NotApplicable<?>) refusal).why());
  }
}
