/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import io.rdgateway.testing.Hex;
import io.rdgateway.testing.Splits;
import io.rdgateway.testing.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Headers of the PROXY protocol, and what the reader makes of them. */
public final class ProxyHeaders {
  private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";
  private static final String V4_ADDRESSES = "CB007109 0A000001 E5A9 01BB";
  private static final String V6_ADDRESSES =
      "20010DB8000000000000000000000009 FD000000000000000000000000000001 E5A9 01BB";

  /** Well-formed ones. */
  public static final List<byte[]> GOOD =
      List.of(
          line("PROXY TCP4 203.0.113.9 10.0.0.1 58793 443"),
          line("PROXY TCP6 2001:db8::9 fd00::1 58793 443"),
          line("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535"),
          line(
              "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535"
                  .replace("f...f", "ffff:ffff:ffff:ffff:ffff:ffff")),
          line("PROXY UNKNOWN"),
          binary("21 11 000C" + V4_ADDRESSES),
          binary("21 21 0024" + V6_ADDRESSES),
          binary("20 00 0000"),
          binary("20 11 0003 010203"),
          binary("21 00 0002 0102"),
          binary("21 11 0017" + V4_ADDRESSES + "04 0000 01 0002 6832 02 0000"),
          checksummed());

  private ProxyHeaders() {}

  static byte[] line(String text) {
    return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] binary(String digits) {
    return Hex.bytes(SIGNATURE + digits);
  }

  static byte[] checksummed() {
    byte[] header = binary("21 11 0013" + V4_ADDRESSES + "03 0004 00000000");
    CRC32C checksum = new CRC32C();
    checksum.update(header);
    ByteBuffer.wrap(header).putInt(header.length - 4, (int) checksum.getValue());
    return header;
  }

  /** The header, then the bytes behind it; or why there is none. */
  public static List<String> read(byte[] bytes, Splits.Way way) throws Exception {
    ProxyHeaderReader reader = new ProxyHeaderReader();
    Transcript transcript = new Transcript();
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    boolean[] done = new boolean[1];
    try {
      way.feed(
          bytes,
          in -> {
            if (!done[0]) {
              ProxyHeader header = reader.feed(in);
              if (header != null) {
                done[0] = true;
                transcript.event(shown(header));
              }
            } else {
              rest.write(in.get());
            }
          });
    } catch (WireFormatException e) {
      transcript.event("refused: " + e.getMessage());
    }
    transcript.bytes(ByteBuffer.wrap(rest.toByteArray()));
    return transcript.entries();
  }

  static String shown(@Nullable ProxyHeader header) {
    return header == null ? "incomplete" : header.source() + " to " + header.destination();
  }
}
