/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Packets in masked binary messages, one for each (RFC 6455). */
final class WebSocketPacketLink extends PacketLink {
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PONG = 0x8A;

  private final HttpConnection connection;
  private final DataInputStream packets;
  private final Object writing = new Object();

  /**
   * Masks protect proxies from scripts in browsers; here a fast generator with a random seed will
   * do.
   */
  private final SplittableRandom masks = new SplittableRandom(new SecureRandom().nextLong());

  private byte[] frame = new byte[0];

  WebSocketPacketLink(HttpConnection connection) {
    this.connection = connection;
    packets = new DataInputStream(new Messages());
  }

  @Override
  DataInputStream packets() {
    return packets;
  }

  @Override
  void send(byte[] bytes, int length) throws IOException {
    sendFrame(BINARY, bytes, length);
  }

  private void sendFrame(int firstByte, byte[] payload, int length) throws IOException {
    synchronized (writing) {
      if (frame.length < length + 14) {
        frame = new byte[length + 14];
      }
      int at = 0;
      frame[at++] = (byte) firstByte;
      if (length < 126) {
        frame[at++] = (byte) (0x80 | length);
      } else if (length <= 0xFFFF) {
        frame[at++] = (byte) (0x80 | 126);
        frame[at++] = (byte) (length >>> 8);
        frame[at++] = (byte) length;
      } else {
        frame[at++] = (byte) (0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          frame[at++] = (byte) ((long) length >>> shift);
        }
      }
      int mask = masks.nextInt();
      int key = at;
      for (int shift = 24; shift >= 0; shift -= 8) {
        frame[at++] = (byte) (mask >>> shift);
      }
      for (int i = 0; i < length; i++) {
        frame[at++] = (byte) (payload[i] ^ frame[key + (i & 3)]);
      }
      connection.out().write(frame, 0, at);
      connection.out().flush();
    }
  }

  @Override
  void readTimeout(int millis) throws IOException {
    connection.readTimeout(millis);
  }

  @Override
  void end() throws IOException {
    sendFrame(CLOSE, new byte[] {0x03, (byte) 0xE8}, 2);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  /** The payload of all binary messages. */
  private final class Messages extends InputStream {
    private long left;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      while (left == 0) {
        if (ended || !nextFrame()) {
          ended = true;
          return -1;
        }
      }
      int count = connection.in().read(to, offset, (int) Math.min(left, length));
      left -= Math.max(count, 0);
      return count;
    }

    private boolean nextFrame() throws IOException {
      DataInputStream in = new DataInputStream(connection.in());
      int first = connection.in().read();
      if (first < 0) {
        return false;
      }
      int second = in.readUnsignedByte();
      long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
      int opcode = first & 0x0F;
      if ((first & 0x70) != 0 || second > 127 || length < 0 || (opcode >= 8 && second > 125)) {
        throw new GatewayClientException(0, "the gateway sends a malformed frame");
      }
      if (opcode == 0 || opcode == 2) {
        left = length;
        return true;
      }
      byte[] payload = in.readNBytes((int) length);
      if (opcode == 9) {
        sendFrame(PONG, payload, payload.length);
      } else if (opcode != 8 && opcode != 10) {
        throw new GatewayClientException(0, "the gateway sends a frame of an unknown kind");
      }
      return opcode != 8;
    }
  }
}
