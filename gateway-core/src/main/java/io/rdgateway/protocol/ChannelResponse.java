/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * MS-TSGU 2.2.10.3, HTTP_CHANNEL_RESPONSE with its HTTP_CHANNEL_RESPONSE_OPTIONAL. On the wire the
 * optional fields stand in the order id, port, cookie, which is not the order of their flags.
 *
 * @param errorCode success or why not
 * @param channelId the server's id of the channel, not 0
 * @param udpPort where a UDP side channel may be opened
 * @param authnCookie what opens it
 */
public record ChannelResponse(
    ResultCode errorCode,
    @Nullable Integer channelId,
    @Nullable Integer udpPort,
    @Nullable Bytes authnCookie)
    implements HttpPacket {
  private static final int FIELD_CHANNEL_ID = 0x1;
  private static final int FIELD_AUTHN_COOKIE = 0x2;
  private static final int FIELD_UDP_PORT = 0x4;

  /** A refusal: no optional field. */
  public static ChannelResponse failure(ResultCode code) {
    return new ChannelResponse(code, null, null, null);
  }

  static ChannelResponse read(PacketReader in) throws WireFormatException {
    ResultCode errorCode = new ResultCode(in.i32("errorCode"));
    int fields = in.u16("fieldsPresent");
    in.u16("reserved");
    Integer channelId =
        (fields & FIELD_CHANNEL_ID) == 0 ? null : Integer.valueOf(in.i32("channelId"));
    Integer udpPort = (fields & FIELD_UDP_PORT) == 0 ? null : Integer.valueOf(in.u16("udpPort"));
    Bytes cookie = (fields & FIELD_AUTHN_COOKIE) == 0 ? null : in.blob("authnCookie");
    return new ChannelResponse(errorCode, channelId, udpPort, cookie);
  }

  @Override
  public PacketType type() {
    return PacketType.CHANNEL_RESPONSE;
  }

  @Override
  public byte[] encode() {
    int fields =
        (channelId == null ? 0 : FIELD_CHANNEL_ID)
            | (authnCookie == null ? 0 : FIELD_AUTHN_COOKIE)
            | (udpPort == null ? 0 : FIELD_UDP_PORT);
    PacketWriter out = new PacketWriter(type()).i32(errorCode.value()).u16(fields).u16(0);
    if (channelId != null) {
      out.i32(channelId);
    }
    if (udpPort != null) {
      out.u16(udpPort);
    }
    if (authnCookie != null) {
      out.blob(authnCookie);
    }
    return out.finish();
  }
}
