/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.DataPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What stands around the client's bytes. Messages are made once and sent many times. */
enum Framing {
  /** Masked WebSocket frames, one packet in each. */
  FRAMES {
    @Override
    byte[] head(byte[] packet) {
      int length = packet.length;
      ByteBuffer head = ByteBuffer.allocate(length < 126 ? 6 : 8).put(BINARY);
      if (length < 126) {
        head.put((byte) (MASKED | length));
      } else {
        head.put((byte) (MASKED | 126)).putShort((short) length);
      }
      return head.put(KEY).array();
    }

    @Override
    ByteBuf around(byte[] packet) {
      byte[] masked = packet.clone();
      for (int i = 0; i < masked.length; i++) {
        masked[i] ^= KEY[i % KEY.length];
      }
      return direct(head(packet), masked, new byte[0]);
    }
  },

  /** Chunks, one packet in each. */
  CHUNKS {
    @Override
    byte[] head(byte[] packet) {
      return (Integer.toHexString(packet.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    ByteBuf around(byte[] packet) {
      return direct(head(packet), packet, new byte[] {'\r', '\n'});
    }
  },

  /** Nothing, and no packets either. */
  NONE {
    @Override
    byte[] head(byte[] packet) {
      return new byte[0];
    }

    @Override
    ByteBuf around(byte[] packet) {
      throw new IllegalStateException("a TLS proxy takes no packets");
    }

    @Override
    ByteBuf message(byte[] data) {
      return direct(data);
    }
  };

  private static final byte BINARY = (byte) 0x82;
  private static final int MASKED = 0x80;

  /** One key for all frames: a gateway cannot know, and none is cheaper than another. */
  private static final byte[] KEY = {(byte) 0xA5, 0x3C, 0x7E, 0x19};

  abstract byte[] head(byte[] packet);

  /** Frames a packet of at most 65,535 bytes. */
  abstract ByteBuf around(byte[] packet);

  /** A message that carries data for the host. */
  ByteBuf message(byte[] data) {
    return around(new DataPacket(Bytes.copyOf(data)).encode());
  }

  private static ByteBuf direct(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuf buffer = Unpooled.directBuffer(length, length);
    for (byte[] part : parts) {
      buffer.writeBytes(part);
    }
    return buffer;
  }
}
