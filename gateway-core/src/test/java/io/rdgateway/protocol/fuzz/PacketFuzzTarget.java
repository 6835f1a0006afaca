/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketDecoder;
import io.rdgateway.protocol.PacketHeader;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.WireFormatException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PacketDecoder: a packet with its header, whose length is that of the input. */
public final class PacketFuzzTarget {
  private static final Set<ResultCode> REPLIES =
      Set.of(
          ResultCode.INTERNAL_ERROR,
          ResultCode.COOKIE_BAD_PACKET,
          ResultCode.ACCESS_DENIED,
          ResultCode.INVALID_PARAMETER);

  /** Up to here, a string has room for the NUL that the encoder adds. */
  private static final int MAX_ENCODED_AGAIN = 500;

  private PacketFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws WireFormatException {
    if (data.length < PacketHeader.SIZE) {
      return;
    }
    PacketType type = new PacketType((data[0] & 0xFF) | (data[1] & 0xFF) << 8);
    ByteBuffer body = ByteBuffer.wrap(data).position(PacketHeader.SIZE);
    HttpPacket packet = decode(type, body);
    if (body.position() != PacketHeader.SIZE || body.limit() != data.length) {
      throw new AssertionError("the body was consumed");
    }
    if (packet == null) {
      return;
    }
    if (!packet.type().equals(type) || packet.toString().isEmpty()) {
      throw new AssertionError("of another type: " + packet);
    }
    if (packet instanceof TunnelCreate create) {
      readCookie(create);
    }
    if (data.length < MAX_ENCODED_AGAIN) {
      ByteBuffer again = ByteBuffer.wrap(packet.encode()).position(PacketHeader.SIZE);
      HttpPacket decoded = PacketDecoder.decode(type, again);
      if (!packet.equals(decoded)) {
        throw new AssertionError(packet + " came back as " + decoded);
      }
    }
  }

  private static @Nullable HttpPacket decode(PacketType type, ByteBuffer body) {
    try {
      return PacketDecoder.decode(type, body);
    } catch (WireFormatException e) {
      if (!REPLIES.contains(e.reply())) {
        throw new AssertionError("replied with " + e.reply(), e);
      }
      return null;
    }
  }

  private static void readCookie(TunnelCreate create) {
    try {
      if (create.cookieText().isEmpty()) {
        throw new AssertionError("an empty cookie was taken");
      }
    } catch (WireFormatException e) {
      if (!e.reply().equals(ResultCode.COOKIE_BAD_PACKET)) {
        throw new AssertionError("replied with " + e.reply(), e);
      }
    }
  }
}
