/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import io.rdgateway.testing.Hex;
import java.util.List;

/** Vectors put together for these tests, or as FreeRDP's code writes them. */
final class AssembledVectors {
  private static final ResultCode OK = ResultCode.SUCCESS;

  private AssembledVectors() {}

  static void freeRdp(List<Vectors.Vector> to) {
    Vectors.add(to, "F", "HANDSHAKE_REQUEST PAA", "01000000 0E000000 01000000 0200", handshake(2));
    Vectors.add(
        to, "F", "HANDSHAKE_REQUEST SSPI_NTLM", "01000000 0E000000 01000000 0400", handshake(4));
    Vectors.add(
        to, "F", "HANDSHAKE_REQUEST bearer mode", "01000000 0E000000 01000000 0800", handshake(8));
    Vectors.add(
        to,
        "F",
        "TUNNEL_CREATE",
        "04000000 10000000 0D000000 0000 0000",
        new TunnelCreate(0x0D, null, null));
    Vectors.add(
        to,
        "F",
        "TUNNEL_CREATE with a PAA cookie",
        "04000000 1C000000 0D000000 0100 0000 0A00 74006F006B0031000000",
        new TunnelCreate(0x0D, null, TunnelCreate.cookie("tok1")));
    Vectors.add(
        to,
        "F",
        "TUNNEL_AUTH",
        "06000000 14000000 0000 0800 5000430031000000",
        new TunnelAuth("PC1", null));
    Vectors.add(
        to,
        "F",
        "CHANNEL_CREATE",
        "08000000 22000000 01 00 3D0D 0300 1200 68006F00730074002E006C0061006E000000",
        new ChannelCreate(List.of("host.lan"), List.of(), 3389, 3));
    Vectors.add(to, "F", "DATA", "0A000000 0F000000 0500 0102030405", data("0102030405"));
    Vectors.add(to, "F, IR", "KEEPALIVE", "0D000000 08000000", new Keepalive());
    Vectors.add(
        to,
        "F",
        "CLOSE_CHANNEL_RESPONSE",
        "11000000 0C000000 00000000",
        new CloseChannelResponse(OK));
    String ntlm =
        "4E544C4D53535000 01000000 B78208E2 0000000000000000 0000000000000000 0A00634500 00000F";
    Vectors.add(
        to,
        "D",
        "EXTENDED_AUTH_MSG NTLM type 1",
        "03000000 36000000 00000000 2800" + ntlm,
        new ExtendedAuthMessage(OK, Bytes.copyOf(Hex.bytes(ntlm))));
  }

  static void reauthentication(List<Vectors.Vector> to) {
    Vectors.add(
        to,
        "D",
        "TUNNEL_CREATE with a context and a cookie",
        "04000000 24000000 1F000000 0300 0000 8877665544332211 0A00 74006F006B0031000000",
        new TunnelCreate(0x1F, 0x1122334455667788L, TunnelCreate.cookie("tok1")));
    Vectors.add(
        to,
        "IR",
        "TUNNEL_CREATE with a context",
        "04000000 18000000 04000000 0200 0000 8877665544332211",
        new TunnelCreate(0x04, 0x1122334455667788L, null));
    Vectors.add(
        to,
        "IR",
        "TUNNEL_CREATE",
        "04000000 10000000 04000000 0000 0000",
        new TunnelCreate(0x04, null, null));
    Vectors.add(
        to,
        "D",
        "REAUTH_MESSAGE",
        "0C000000 10000000 8877665544332211",
        new ReauthMessage(0x1122334455667788L));
  }

  static void successes(List<Vectors.Vector> to) {
    Vectors.add(
        to,
        "D",
        "HANDSHAKE_RESPONSE",
        "02000000 12000000 00000000 01000000 0700",
        new HandshakeResponse(OK, 1, 0, 0, new ExtendedAuth(7)));
    Vectors.add(
        to,
        "D",
        "TUNNEL_RESPONSE",
        "05000000 1A000000 0000 00000000 0300 0000 01000000 0D000000",
        new TunnelResponse(0, OK, 1, 0x0D, null, null));
    Vectors.add(
        to,
        "D",
        "TUNNEL_RESPONSE with consent",
        "05000000 22000000 0000 00000000 1300 0000 01000000 0D000000 0600 480069000000",
        new TunnelResponse(0, OK, 1, 0x0D, null, "Hi"));
    Vectors.add(
        to,
        "D",
        "TUNNEL_AUTH_RESPONSE all allowed, idle 30 minutes",
        "07000000 18000000 00000000 0300 0000 00000080 1E000000",
        new TunnelAuthResponse(OK, TunnelAuthResponse.REDIR_ENABLE_ALL, 30, null));
    Vectors.add(
        to,
        "D",
        "TUNNEL_AUTH_RESPONSE no drives, no clipboard",
        "07000000 18000000 00000000 0300 0000 09000000 00000000",
        new TunnelAuthResponse(
            OK,
            TunnelAuthResponse.REDIR_DISABLE_DRIVE | TunnelAuthResponse.REDIR_DISABLE_CLIPBOARD,
            0,
            null));
    Vectors.add(
        to,
        "D",
        "CHANNEL_RESPONSE",
        "09000000 14000000 00000000 0100 0000 01000000",
        new ChannelResponse(OK, 1, null, null));
    Vectors.add(
        to,
        "D",
        "SERVICE_MESSAGE",
        "0B000000 12000000 0800 4200790065000000",
        new ServiceMessage("Bye"));
    Vectors.add(
        to,
        "D",
        "EXTENDED_AUTH_MSG success",
        "03000000 0E000000 00000000 0000",
        new ExtendedAuthMessage(OK, Bytes.EMPTY));
  }

  static void refusals(List<Vectors.Vector> to) {
    Vectors.add(
        to,
        "D",
        "HANDSHAKE_RESPONSE unsupported method",
        "02000000 12000000 F9590780 01000000 0000",
        new HandshakeResponse(
            ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD, 1, 0, 0, ExtendedAuth.NONE));
    Vectors.add(
        to,
        "D",
        "TUNNEL_RESPONSE cookie refused",
        "05000000 12000000 0000 F8590780 0000 0000",
        TunnelResponse.failure(ResultCode.COOKIE_ACCESS_DENIED));
    Vectors.add(
        to,
        "D",
        "TUNNEL_AUTH_RESPONSE connection policy",
        "07000000 10000000 DB590780 0000 0000",
        TunnelAuthResponse.failure(ResultCode.NAP_ACCESS_DENIED));
    Vectors.add(
        to,
        "D",
        "CHANNEL_RESPONSE resource policy",
        "09000000 10000000 DA590780 0000 0000",
        ChannelResponse.failure(ResultCode.RAP_ACCESS_DENIED));
    Vectors.add(
        to,
        "D",
        "CHANNEL_RESPONSE connect failed",
        "09000000 10000000 DD590780 0000 0000",
        ChannelResponse.failure(ResultCode.CONNECT_FAILED));
    Vectors.add(
        to,
        "D",
        "EXTENDED_AUTH_MSG logon denied",
        "03000000 0E000000 0C030980 0000",
        new ExtendedAuthMessage(ResultCode.LOGON_DENIED, Bytes.EMPTY));
    Vectors.add(
        to,
        "D",
        "CLOSE_CHANNEL session timeout",
        "10000000 0C000000 F6590000",
        new CloseChannel(ResultCode.CLOSE_SESSION_TIMEOUT));
    Vectors.add(
        to,
        "D",
        "CLOSE_CHANNEL aborted",
        "10000000 0C000000 D4040000",
        new CloseChannel(ResultCode.CLOSE_CONNECTION_ABORTED));
    Vectors.add(
        to,
        "D",
        "CLOSE_CHANNEL host closed",
        "10000000 0C000000 A0000000",
        new CloseChannel(ResultCode.CLOSE_BAD_ARGUMENTS));
  }

  private static HandshakeRequest handshake(int extendedAuth) {
    return new HandshakeRequest(1, 0, 0, new ExtendedAuth(extendedAuth));
  }

  private static DataPacket data(String hex) {
    return new DataPacket(Bytes.copyOf(Hex.bytes(hex)));
  }
}
