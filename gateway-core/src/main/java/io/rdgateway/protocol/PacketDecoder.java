/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of one packet into its record. */
public final class PacketDecoder {

  private interface Body {
    HttpPacket read(PacketReader in) throws WireFormatException;
  }

  private static final Map<PacketType, Body> BODIES =
      Map.ofEntries(
          Map.entry(PacketType.HANDSHAKE_REQUEST, HandshakeRequest::read),
          Map.entry(PacketType.HANDSHAKE_RESPONSE, HandshakeResponse::read),
          Map.entry(PacketType.EXTENDED_AUTH_MSG, ExtendedAuthMessage::read),
          Map.entry(PacketType.TUNNEL_CREATE, TunnelCreate::read),
          Map.entry(PacketType.TUNNEL_RESPONSE, TunnelResponse::read),
          Map.entry(PacketType.TUNNEL_AUTH, TunnelAuth::read),
          Map.entry(PacketType.TUNNEL_AUTH_RESPONSE, TunnelAuthResponse::read),
          Map.entry(PacketType.CHANNEL_CREATE, ChannelCreate::read),
          Map.entry(PacketType.CHANNEL_RESPONSE, ChannelResponse::read),
          Map.entry(PacketType.DATA, DataPacket::read),
          Map.entry(PacketType.SERVICE_MESSAGE, ServiceMessage::read),
          Map.entry(PacketType.REAUTH_MESSAGE, ReauthMessage::read),
          Map.entry(PacketType.KEEPALIVE, in -> new Keepalive()),
          Map.entry(PacketType.CLOSE_CHANNEL, CloseChannel::read),
          Map.entry(PacketType.CLOSE_CHANNEL_RESPONSE, CloseChannelResponse::read));

  private PacketDecoder() {}

  /**
   * Decodes the part behind the header. Bytes behind the known fields are ignored.
   *
   * @param type from the header
   * @param body position to limit; not consumed
   * @return null for a type that is not known
   * @throws WireFormatException if a field does not fit or has a value that is not allowed
   */
  public static @Nullable HttpPacket decode(PacketType type, ByteBuffer body)
      throws WireFormatException {
    Body reader = BODIES.get(type);
    return reader == null ? null : reader.read(new PacketReader(body));
  }
}
