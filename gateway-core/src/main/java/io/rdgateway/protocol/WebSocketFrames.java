/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a server writes of WebSocket (RFC 6455): unmasked, unfragmented frames, and the answer to
 * the opening handshake.
 */
public final class WebSocketFrames {
  /** The longest head of a frame that carries a packet: no packet needs a 64-bit length. */
  public static final int MAX_HEAD = 4;

  /** The longest payload that a frame with such a head carries. */
  public static final int MAX_PAYLOAD = 0xFFFF;

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PONG = 0x8A;

  private WebSocketFrames() {}

  /** The size of the head in front of a binary frame with this payload. */
  public static int headSize(int payloadLength) {
    return payloadLength < 126 ? 2 : MAX_HEAD;
  }

  /** The head of a binary frame as a number of {@link #headSize} bytes, first byte highest. */
  public static int binaryHead(int payloadLength) {
    if (payloadLength < 126) {
      return BINARY << 8 | payloadLength;
    }
    if (payloadLength > MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "a frame of " + payloadLength + " bytes is longer than any packet");
    }
    return BINARY << 24 | 126 << 16 | payloadLength;
  }

  /** A close frame with a code. */
  public static byte[] close(int code) {
    return new byte[] {(byte) CLOSE, 2, (byte) (code >>> 8), (byte) code};
  }

  /** The answer to a ping. */
  public static byte[] pong(byte[] payload) {
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) PONG;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    return frame;
  }

  /**
   * Sec-WebSocket-Accept for a key (RFC 6455, section 4.2.2). The key is hashed as it is: old
   * clients send no base64.
   */
  public static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
