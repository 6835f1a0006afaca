/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * MS-TSGU 2.2.10.16, HTTP_TUNNEL_AUTH_RESPONSE with its HTTP_TUNNEL_AUTH_RESPONSE_OPTIONAL.
 *
 * @param errorCode success or why not
 * @param redirFlags HTTP_TUNNEL_REDIR_FLAGS
 * @param idleTimeout minutes, 0 for none
 * @param healthResponse answer to a statement of health; this gateway never sends it
 */
public record TunnelAuthResponse(
    ResultCode errorCode,
    @Nullable Integer redirFlags,
    @Nullable Integer idleTimeout,
    @Nullable Bytes healthResponse)
    implements HttpPacket {
  /** Everything is allowed; the other bits are ignored. */
  public static final int REDIR_ENABLE_ALL = 0x80000000;

  /** Nothing is allowed. */
  public static final int REDIR_DISABLE_ALL = 0x40000000;

  /** No drives. */
  public static final int REDIR_DISABLE_DRIVE = 0x01;

  /** No printers. */
  public static final int REDIR_DISABLE_PRINTER = 0x02;

  /** No ports. */
  public static final int REDIR_DISABLE_PORT = 0x04;

  /** No clipboard. */
  public static final int REDIR_DISABLE_CLIPBOARD = 0x08;

  /** No plug and play devices. */
  public static final int REDIR_DISABLE_PNP = 0x10;

  private static final int FIELD_REDIR_FLAGS = 0x1;
  private static final int FIELD_IDLE_TIMEOUT = 0x2;
  private static final int FIELD_SOH_RESPONSE = 0x4;

  /** A refusal: no optional field. */
  public static TunnelAuthResponse failure(ResultCode code) {
    return new TunnelAuthResponse(code, null, null, null);
  }

  static TunnelAuthResponse read(PacketReader in) throws WireFormatException {
    ResultCode errorCode = new ResultCode(in.i32("errorCode"));
    int fields = in.u16("fieldsPresent");
    in.u16("reserved");
    Integer redirFlags =
        (fields & FIELD_REDIR_FLAGS) == 0 ? null : Integer.valueOf(in.i32("redirFlags"));
    Integer idleTimeout =
        (fields & FIELD_IDLE_TIMEOUT) == 0 ? null : Integer.valueOf(in.i32("idleTimeout"));
    Bytes health = (fields & FIELD_SOH_RESPONSE) == 0 ? null : in.blob("SoHResponse");
    return new TunnelAuthResponse(errorCode, redirFlags, idleTimeout, health);
  }

  @Override
  public PacketType type() {
    return PacketType.TUNNEL_AUTH_RESPONSE;
  }

  @Override
  public byte[] encode() {
    int fields =
        (redirFlags == null ? 0 : FIELD_REDIR_FLAGS)
            | (idleTimeout == null ? 0 : FIELD_IDLE_TIMEOUT)
            | (healthResponse == null ? 0 : FIELD_SOH_RESPONSE);
    PacketWriter out = new PacketWriter(type()).i32(errorCode.value()).u16(fields).u16(0);
    if (redirFlags != null) {
      out.i32(redirFlags);
    }
    if (idleTimeout != null) {
      out.i32(idleTimeout);
    }
    if (healthResponse != null) {
      out.blob(healthResponse);
    }
    return out.finish();
  }
}
