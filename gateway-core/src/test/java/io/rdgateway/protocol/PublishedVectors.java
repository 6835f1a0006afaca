/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import io.rdgateway.testing.Hex;
import java.util.List;

/** Vectors of the specification and of other implementations. */
final class PublishedVectors {
  private static final ResultCode OK = ResultCode.SUCCESS;

  private PublishedVectors() {}

  /** The exchange of MS-TSGU section 4.2; the name server1 is ours. */
  static void specification(List<Vectors.Vector> to) {
    byte[] cookie = new byte[1433];
    for (int i = 0; i < cookie.length; i++) {
      cookie[i] = (byte) i;
    }
    Vectors.add(to, "S", "HANDSHAKE_REQUEST", "01000000 0E000000 01000000 0000", handshake(0));
    Vectors.add(
        to,
        "S",
        "HANDSHAKE_RESPONSE PAA and smart card",
        "02000000 12000000 00000000 01000000 0300",
        new HandshakeResponse(OK, 1, 0, 0, ExtendedAuth.PAA.with(ExtendedAuth.SMART_CARD)));
    Vectors.add(
        to,
        "S",
        "TUNNEL_CREATE",
        "04000000 10000000 3F000000 00000000",
        new TunnelCreate(0x3F, null, null));
    Vectors.add(
        to,
        "S",
        "TUNNEL_RESPONSE",
        "05000000 1A000000 0000 00000000 0300 0000 06000000 3F000000",
        new TunnelResponse(0, OK, 6, 0x3F, null, null));
    Vectors.addWithoutNul(
        to,
        "S",
        "TUNNEL_AUTH",
        "06000000 22000000 0000 1600 5200440047002D0043006C00690065006E0074003100",
        new TunnelAuth("RDG-Client1", null));
    Vectors.add(
        to,
        "S",
        "TUNNEL_AUTH_RESPONSE",
        "07000000 18000000 00000000 0300 0000 00000000 00000000",
        new TunnelAuthResponse(OK, 0, 0, null));
    Vectors.addWithoutNul(
        to,
        "S",
        "CHANNEL_CREATE",
        "08000000 1E000000 01 00 3D0D 0300 0E00 7300650072007600650072003100",
        new ChannelCreate(List.of("server1"), List.of(), 3389, 3));
    Vectors.add(
        to,
        "S",
        "CHANNEL_RESPONSE with a cookie for UDP",
        "09000000 B1050000 00000000 0700 0000 01000000 3F0D 9905" + Hex.of(cookie),
        new ChannelResponse(OK, 1, 3391, Bytes.copyOf(cookie)));
  }

  static void rdpgwNet(List<Vectors.Vector> to) {
    Bytes blob = Bytes.copyOf(Hex.bytes("01020304"));
    Vectors.add(to, "NET", "HANDSHAKE_REQUEST", "010000000E000000010000000000", handshake(0));
    Vectors.add(
        to,
        "NET",
        "HANDSHAKE_RESPONSE",
        "020000001200000000000000010000000000",
        new HandshakeResponse(OK, 1, 0, 0, ExtendedAuth.NONE));
    Vectors.add(
        to,
        "NET",
        "TUNNEL_CREATE",
        "040000001E0000000E000000030000000102030405060708040001020304",
        new TunnelCreate(0x0E, 0x0807060504030201L, blob));
    Vectors.addWithoutNul(
        to,
        "NET",
        "TUNNEL_RESPONSE with nonce, certificate and consent",
        """
        050000006C000000050000000000170000000100000001000000F2517FDD0DA76A4C90710F43F85227BA
        2200530065007200760065007200430065007200740069006600690063006100740065001C0043006F006E0073
        0065006E0074004D00650073007300610067006500
        """,
        new TunnelResponse(
            5,
            OK,
            1,
            1,
            new TunnelResponse.HealthRequest(
                Bytes.copyOf(Hex.bytes("F2517FDD0DA76A4C90710F43F85227BA")), "ServerCertificate"),
            "ConsentMessage"));
    Vectors.add(
        to,
        "NET",
        "TUNNEL_AUTH with a statement of health",
        """
        06000000380000000100260061006E0079006400650076006900630065002E0061006E00790077006800650072
        0065000000040001020304
        """,
        new TunnelAuth("anydevice.anywhere", blob));
    Vectors.add(
        to,
        "NET",
        "TUNNEL_AUTH_RESPONSE with an answer to it",
        "070000001E00000000000000070000000000004000000000040001020304",
        new TunnelAuthResponse(OK, TunnelAuthResponse.REDIR_DISABLE_ALL, 0, blob));
    Vectors.addWithoutNul(
        to,
        "NET",
        "CHANNEL_CREATE with an alternate",
        """
        08000000420000000101C0DA030012006C006F00630061006C0068006F00730074001E006500780061006D0070
        006C0065002E0069006E00760061006C0069006400
        """,
        new ChannelCreate(List.of("localhost"), List.of("example.invalid"), 56000, 3));
    Vectors.add(
        to,
        "NET",
        "CHANNEL_RESPONSE",
        "090000001C00000000000000070000000A0000003D0D040001020304",
        new ChannelResponse(OK, 10, 3389, blob));
    Vectors.add(
        to,
        "NET",
        "DATA of the client",
        "0A0000001D0000001300030000130EE00000000000010008000B000000",
        data("030000130EE00000000000010008000B000000"));
    Vectors.add(
        to,
        "NET",
        "DATA of the host",
        "0A0000001D0000001300030000130ED000000000000203080002000000",
        data("030000130ED000000000000203080002000000"));
  }

  static void others(List<Vectors.Vector> to) {
    Vectors.add(to, "MAC", "HANDSHAKE_REQUEST", "01000000 0E000000 01000000 0000", handshake(0));
    Vectors.add(
        to,
        "MAC",
        "HANDSHAKE_RESPONSE",
        "02000000 12000000 00000000 01000000 0000",
        new HandshakeResponse(OK, 1, 0, 0, ExtendedAuth.NONE));
    Vectors.add(
        to,
        "MAC",
        "TUNNEL_RESPONSE",
        "05000000 12000000 0000 00000000 0000 0000",
        new TunnelResponse(0, OK, null, null, null, null));
    Vectors.add(
        to,
        "MAC",
        "TUNNEL_AUTH_RESPONSE",
        "07000000 10000000 00000000 0000 0000",
        new TunnelAuthResponse(OK, null, null, null));
    Vectors.add(
        to,
        "MAC",
        "CHANNEL_RESPONSE",
        "09000000 10000000 00000000 0000 0000",
        new ChannelResponse(OK, null, null, null));
    Vectors.add(
        to,
        "IR", // given without its header
        "TUNNEL_AUTH_RESPONSE",
        "07000000 1D000000" + "00000000 0700 0000 08000040 0F000000 0300 010203",
        new TunnelAuthResponse(
            OK,
            TunnelAuthResponse.REDIR_DISABLE_ALL | TunnelAuthResponse.REDIR_DISABLE_CLIPBOARD,
            15,
            Bytes.copyOf(Hex.bytes("010203"))));
  }

  private static HandshakeRequest handshake(int extendedAuth) {
    return new HandshakeRequest(1, 0, 0, new ExtendedAuth(extendedAuth));
  }

  private static DataPacket data(String hex) {
    return new DataPacket(Bytes.copyOf(Hex.bytes(hex)));
  }
}
