/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * MS-TSGU 2.2.10.20, HTTP_TUNNEL_RESPONSE with its HTTP_TUNNEL_RESPONSE_OPTIONAL.
 *
 * @param serverVersion 0
 * @param statusCode success or why not
 * @param tunnelId the server's id of the tunnel
 * @param capsFlags what both sides can do, HTTP_CAPABILITY_TYPE
 * @param healthRequest nonce and certificate for a statement of health; this gateway never sends it
 * @param consentMessage the text that the user has to agree to; clients fail on an empty one
 */
public record TunnelResponse(
    int serverVersion,
    ResultCode statusCode,
    @Nullable Integer tunnelId,
    @Nullable Integer capsFlags,
    @Nullable HealthRequest healthRequest,
    @Nullable String consentMessage)
    implements HttpPacket {
  private static final int TUNNEL_ID = 0x01;
  private static final int CAPS = 0x02;
  private static final int SOH_REQ = 0x04;
  private static final int CONSENT_MSG = 0x10;

  /**
   * The part of the optional structure that asks for a statement of health.
   *
   * @param nonce 16 bytes
   * @param serverCert a certificate chain in base64
   */
  public record HealthRequest(Bytes nonce, String serverCert) {}

  /** A refusal: no optional field, as clients expect it. */
  public static TunnelResponse failure(ResultCode code) {
    return new TunnelResponse(0, code, null, null, null, null);
  }

  static TunnelResponse read(PacketReader in) throws WireFormatException {
    int serverVersion = in.u16("serverVersion");
    ResultCode statusCode = new ResultCode(in.i32("statusCode"));
    int fields = in.u16("fieldsPresent");
    in.u16("reserved");
    Integer tunnelId = (fields & TUNNEL_ID) == 0 ? null : Integer.valueOf(in.i32("tunnelId"));
    Integer capsFlags = (fields & CAPS) == 0 ? null : Integer.valueOf(in.i32("capsFlags"));
    HealthRequest health =
        (fields & SOH_REQ) == 0
            ? null
            : new HealthRequest(in.bytes(16, "nonce"), in.string("serverCert"));
    String consent = (fields & CONSENT_MSG) == 0 ? null : in.string("consentMsg");
    return new TunnelResponse(serverVersion, statusCode, tunnelId, capsFlags, health, consent);
  }

  @Override
  public PacketType type() {
    return PacketType.TUNNEL_RESPONSE;
  }

  @Override
  public byte[] encode() {
    int fields =
        (tunnelId == null ? 0 : TUNNEL_ID)
            | (capsFlags == null ? 0 : CAPS)
            | (healthRequest == null ? 0 : SOH_REQ)
            | (consentMessage == null ? 0 : CONSENT_MSG);
    PacketWriter out =
        new PacketWriter(type()).u16(serverVersion).i32(statusCode.value()).u16(fields).u16(0);
    if (tunnelId != null) {
      out.i32(tunnelId);
    }
    if (capsFlags != null) {
      out.i32(capsFlags);
    }
    if (healthRequest != null) {
      out.bytes(healthRequest.nonce()).string(healthRequest.serverCert());
    }
    if (consentMessage != null) {
      out.string(consentMessage);
    }
    return out.finish();
  }
}
