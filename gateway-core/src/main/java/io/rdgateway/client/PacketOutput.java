/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Writes packets, one at a time, from any thread. */
final class PacketOutput {

  /** Writes something to the gateway. */
  interface Step {
    void write(OutputStream out) throws IOException;
  }

  /**
   * The longest payload that we put into one DATA packet: with the heads of packet and frame (or
   * chunk) it fills one TLS record of 16,384 bytes.
   */
  static final int MAX_PAYLOAD = (16 << 10) - DataPacket.HEAD_SIZE - 8;

  private final Framing framing;
  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();
  private final byte[] data =
      new byte[Framing.HEAD_ROOM + DataPacket.HEAD_SIZE + MAX_PAYLOAD + Framing.TAIL_ROOM];

  /** What the reading thread has to say. The latest counts: an older pong need not be sent. */
  private final AtomicReference<@Nullable Step> reply = new AtomicReference<>();

  PacketOutput(Framing framing, OutputStream out) {
    this.framing = framing;
    this.out = out;
  }

  /** Writes a packet. */
  void send(HttpPacket packet) throws IOException {
    locked(o -> write(packet, o));
  }

  private void write(HttpPacket packet, OutputStream o) throws IOException {
    byte[] bytes = packet.encode();
    byte[] buffer = new byte[Framing.HEAD_ROOM + bytes.length + Framing.TAIL_ROOM];
    System.arraycopy(bytes, 0, buffer, Framing.HEAD_ROOM, bytes.length);
    framing.write(buffer, bytes.length, o);
  }

  /** Writes a DATA packet with at most {@link #MAX_PAYLOAD} bytes, which stay untouched. */
  void sendData(byte[] bytes, int offset, int length) throws IOException {
    locked(
        o -> {
          int size = DataPacket.HEAD_SIZE + length;
          ByteBuffer.wrap(data)
              .order(ByteOrder.LITTLE_ENDIAN)
              .position(Framing.HEAD_ROOM)
              .putShort((short) PacketType.DATA.code())
              .putShort((short) 0)
              .putInt(size)
              .putShort((short) length)
              .put(bytes, offset, length);
          framing.write(data, size, o);
        });
  }

  /** Says that no packet follows. */
  void end() throws IOException {
    locked(framing::end);
  }

  private void locked(Step step) throws IOException {
    writing.lock();
    try {
      writeReply();
      step.write(out);
    } finally {
      writing.unlock();
    }
    flushReply();
  }

  /**
   * Answers for the reading thread, which must not wait here: a writer may be blocked until what
   * the gateway has sent is read. If a writer is at work, it writes the answer, too.
   */
  void reply(Step step) throws IOException {
    reply.set(step);
    flushReply();
  }

  /** Answers with a packet. */
  void reply(HttpPacket packet) throws IOException {
    reply(o -> write(packet, o));
  }

  private void flushReply() throws IOException {
    while (reply.get() != null && writing.tryLock()) {
      try {
        writeReply();
      } finally {
        writing.unlock();
      }
    }
  }

  private void writeReply() throws IOException {
    Step step = reply.getAndSet(null);
    if (step != null) {
      step.write(out);
    }
  }
}
