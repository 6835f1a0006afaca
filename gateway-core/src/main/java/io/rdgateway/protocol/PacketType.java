/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.util.Map;

/**
 * HTTP_PACKET_TYPE (MS-TSGU 2.2.5.3.3). An open enum: unknown values survive.
 *
 * @param code the 16-bit value on the wire
 */
public record PacketType(int code) {
  public static final PacketType HANDSHAKE_REQUEST = new PacketType(0x01);
  public static final PacketType HANDSHAKE_RESPONSE = new PacketType(0x02);
  public static final PacketType EXTENDED_AUTH_MSG = new PacketType(0x03);
  public static final PacketType TUNNEL_CREATE = new PacketType(0x04);
  public static final PacketType TUNNEL_RESPONSE = new PacketType(0x05);
  public static final PacketType TUNNEL_AUTH = new PacketType(0x06);
  public static final PacketType TUNNEL_AUTH_RESPONSE = new PacketType(0x07);
  public static final PacketType CHANNEL_CREATE = new PacketType(0x08);
  public static final PacketType CHANNEL_RESPONSE = new PacketType(0x09);
  public static final PacketType DATA = new PacketType(0x0A);
  public static final PacketType SERVICE_MESSAGE = new PacketType(0x0B);
  public static final PacketType REAUTH_MESSAGE = new PacketType(0x0C);
  public static final PacketType KEEPALIVE = new PacketType(0x0D);
  public static final PacketType CLOSE_CHANNEL = new PacketType(0x10);
  public static final PacketType CLOSE_CHANNEL_RESPONSE = new PacketType(0x11);

  private static final Map<PacketType, String> NAMES =
      Map.ofEntries(
          Map.entry(HANDSHAKE_REQUEST, "HANDSHAKE_REQUEST"),
          Map.entry(HANDSHAKE_RESPONSE, "HANDSHAKE_RESPONSE"),
          Map.entry(EXTENDED_AUTH_MSG, "EXTENDED_AUTH_MSG"),
          Map.entry(TUNNEL_CREATE, "TUNNEL_CREATE"),
          Map.entry(TUNNEL_RESPONSE, "TUNNEL_RESPONSE"),
          Map.entry(TUNNEL_AUTH, "TUNNEL_AUTH"),
          Map.entry(TUNNEL_AUTH_RESPONSE, "TUNNEL_AUTH_RESPONSE"),
          Map.entry(CHANNEL_CREATE, "CHANNEL_CREATE"),
          Map.entry(CHANNEL_RESPONSE, "CHANNEL_RESPONSE"),
          Map.entry(DATA, "DATA"),
          Map.entry(SERVICE_MESSAGE, "SERVICE_MESSAGE"),
          Map.entry(REAUTH_MESSAGE, "REAUTH_MESSAGE"),
          Map.entry(KEEPALIVE, "KEEPALIVE"),
          Map.entry(CLOSE_CHANNEL, "CLOSE_CHANNEL"),
          Map.entry(CLOSE_CHANNEL_RESPONSE, "CLOSE_CHANNEL_RESPONSE"));

  /** The longest packet of this type that is accepted, header included. */
  int maxLength() {
    if (code == DATA.code) {
      return PacketHeader.SIZE + 2 + 0xFFFF;
    }
    if (code == TUNNEL_CREATE.code) {
      // Fixed part, reauthentication context, and a cookie of the largest length that its length
      // field can state.
      return PacketHeader.SIZE + 8 + 8 + 2 + 0xFFFF;
    }
    return code == KEEPALIVE.code ? PacketHeader.SIZE : 0x10000;
  }

  @Override
  public String toString() {
    String name = NAMES.get(this);
    return name != null ? name : "0x%02X".formatted(code);
  }
}
