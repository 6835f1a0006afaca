/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.rdgateway.protocol.FramingException;
import io.rdgateway.protocol.PacketStream;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.PayloadReader;
import io.rdgateway.protocol.WebSocketReader;
import io.rdgateway.protocol.WireFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The client's bytes on their way through framing and packets to the session. While the session
 * waits for an answer, bytes wait here, up to a bound after which the client is no longer read.
 */
public final class ClientFeed implements PayloadReader.Sink, PacketStream.Sink {
  /** A client has no reason to send more than one packet ahead. */
  private static final int MAX_WAITING = 128 << 10;

  /** The session behind the feed. */
  public interface Sink {
    /** A control packet. */
    void packet(PacketType type, ByteBuffer body);

    /** Payload for the host; the buffer is the sink's to release. */
    void data(ByteBuf payload);

    /** A WebSocket ping. */
    void ping(byte[] payload);

    /** The client ends in an orderly way. */
    void clientEnd();

    /** The bytes cannot be followed. */
    void broken(String explanation, int closeCode);

    /** Whether nothing may be fed now. */
    boolean isPaused();
  }

  private final PayloadReader framing;
  private final Sink sink;
  private final PacketStream packets = new PacketStream();
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable ByteBuf current;
  private int currentBase;
  private boolean closed;

  /** A feed for one tunnel. */
  public ClientFeed(PayloadReader framing, Sink sink) {
    this.framing = framing;
    this.sink = sink;
  }

  /** Takes bytes, and ownership of the buffer. */
  public void add(ByteBuf bytes) {
    if (closed) {
      bytes.release();
      return;
    }
    waiting.add(bytes);
    waitingBytes += bytes.readableBytes();
    resume();
  }

  /** Goes on after a pause. */
  public void resume() {
    if (current != null) {
      return; // the answer came within the call that asked; the loop below goes on by itself
    }
    while (!closed && !sink.isPaused()) {
      ByteBuf next = waiting.poll();
      if (next == null) {
        return;
      }
      waitingBytes -= next.readableBytes();
      current = next;
      try {
        feed(next);
      } finally {
        current = null;
        if (next.isReadable() && !closed) {
          waiting.addFirst(next);
          waitingBytes += next.readableBytes();
        } else {
          next.release();
        }
      }
    }
  }

  private void feed(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      return;
    }
    ByteBuffer in = bytes.nioBuffer();
    int start = in.position();
    currentBase = bytes.readerIndex() - start;
    try {
      framing.feed(in, this);
    } catch (FramingException e) {
      sink.broken(String.valueOf(e.getMessage()), e.closeCode());
    } catch (WireFormatException e) {
      sink.broken(String.valueOf(e.getMessage()), WebSocketReader.CLOSE_PROTOCOL_ERROR);
    }
    bytes.skipBytes(in.position() - start);
  }

  /** Whether so much waits that the client should not be read. */
  public boolean isFull() {
    return waitingBytes > MAX_WAITING;
  }

  /** Throws away what waits and takes nothing more. */
  public void close() {
    closed = true;
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    waitingBytes = 0;
  }

  @Override
  public boolean payload(ByteBuffer bytes) throws WireFormatException {
    return packets.feed(bytes, this);
  }

  @Override
  public void ping(byte[] payload) {
    sink.ping(payload);
  }

  @Override
  public void end() {
    if (!closed) {
      sink.clientEnd();
    }
  }

  @Override
  public boolean packet(PacketType type, ByteBuffer body) {
    sink.packet(type, body);
    return !closed && !sink.isPaused();
  }

  @Override
  public void data(ByteBuffer bytes) {
    ByteBuf buffer = current;
    if (buffer != null && !closed) {
      sink.data(buffer.retainedSlice(currentBase + bytes.position(), bytes.remaining()));
    }
  }
}
