/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * MS-TSGU 2.2.10.18, HTTP_TUNNEL_PACKET with its HTTP_TUNNEL_PACKET_OPTIONAL.
 *
 * @param capsFlags what the client can do, HTTP_CAPABILITY_TYPE
 * @param reauthTunnelContext names the tunnel that is to be reauthenticated
 * @param paaCookie the cookie of pluggable authentication
 */
public record TunnelCreate(
    int capsFlags, @Nullable Long reauthTunnelContext, @Nullable Bytes paaCookie)
    implements HttpPacket {
  private static final int PAA_COOKIE = 0x1;
  private static final int REAUTH = 0x2;

  /**
   * Reads what clients really send. The specification contradicts itself on the flag of the cookie:
   * clients send 1 and leave the context out; some send a zero context with it, or flag 2 with a
   * cookie behind the context.
   */
  static TunnelCreate read(PacketReader in) throws WireFormatException {
    int capsFlags = in.i32("capsFlags");
    int fields = in.u16("fieldsPresent");
    in.u16("reserved");
    Long context = null;
    Bytes cookie = null;
    if ((fields & (PAA_COOKIE | REAUTH)) == PAA_COOKIE) {
      boolean zeroContextFirst = in.isBlobToEnd(8) && in.peekI64() == 0;
      if (zeroContextFirst) {
        in.i64("reauthTunnelContext");
      }
      cookie = cookie(in);
    } else if ((fields & REAUTH) != 0) {
      context = in.i64("reauthTunnelContext");
      boolean undeclaredCookie = in.isBlobToEnd(0);
      if ((fields & PAA_COOKIE) != 0 || undeclaredCookie) {
        cookie = cookie(in);
      }
    }
    return new TunnelCreate(capsFlags, context, cookie);
  }

  private static Bytes cookie(PacketReader in) throws WireFormatException {
    try {
      return in.blob("PAACookie");
    } catch (WireFormatException e) {
      throw new WireFormatException(String.valueOf(e.getMessage()), ResultCode.COOKIE_BAD_PACKET);
    }
  }

  /**
   * The cookie as text: UTF-16LE, with or without a NUL.
   *
   * @throws WireFormatException with {@link ResultCode#COOKIE_BAD_PACKET} if it is missing, empty
   *     or no UTF-16
   */
  public String cookieText() throws WireFormatException {
    String text = "";
    if (paaCookie != null) {
      try {
        text = PacketReader.utf16(paaCookie, "PAACookie");
      } catch (WireFormatException e) {
        throw new WireFormatException(String.valueOf(e.getMessage()), ResultCode.COOKIE_BAD_PACKET);
      }
    }
    if (text.isEmpty()) {
      throw new WireFormatException(
          "the PAA cookie is missing or empty", ResultCode.COOKIE_BAD_PACKET);
    }
    return text;
  }

  /** The cookie that carries this text, as clients write it. */
  public static Bytes cookie(String text) {
    return PacketWriter.utf16z(text);
  }

  @Override
  public PacketType type() {
    return PacketType.TUNNEL_CREATE;
  }

  @Override
  public byte[] encode() {
    int fields = (paaCookie == null ? 0 : PAA_COOKIE) | (reauthTunnelContext == null ? 0 : REAUTH);
    PacketWriter out = new PacketWriter(type()).i32(capsFlags).u16(fields).u16(0);
    if (reauthTunnelContext != null) {
      out.i64(reauthTunnelContext);
    }
    if (paaCookie != null) {
      out.blob(paaCookie);
    }
    return out.finish();
  }
}
