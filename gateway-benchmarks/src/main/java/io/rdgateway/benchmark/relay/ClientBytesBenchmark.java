/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.relay;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ChunkReader;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.FramingException;
import io.rdgateway.protocol.PacketStream;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.PayloadReader;
import io.rdgateway.protocol.WebSocketReader;
import io.rdgateway.protocol.WireFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to get a DATA packet out of a client's framing: unmasking, and the packet's head.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClientBytesBenchmark implements PayloadReader.Sink, PacketStream.Sink {
  private static final int KEY = 0x5A_C3_17_E8;

  /** The payload of the packet. */
  @Param({"64", "8192", "16000"})
  int payload;

  private final PacketStream packets = new PacketStream();
  private final WebSocketReader frames = new WebSocketReader();
  private final ChunkReader chunks = new ChunkReader();
  private ByteBuffer frame = ByteBuffer.allocateDirect(0);
  private ByteBuffer packet = ByteBuffer.allocateDirect(0);
  private ByteBuffer chunk = ByteBuffer.allocateDirect(0);
  private long passed;

  /** Makes the bytes, and makes sure that they are understood. */
  @Setup
  public void prepare() throws FramingException, WireFormatException {
    byte[] bytes = new DataPacket(Bytes.copyOf(new byte[payload])).encode();
    packet = direct(bytes);
    chunk =
        direct(
            (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII),
            bytes,
            new byte[] {'\r', '\n'});
    ByteBuffer head = ByteBuffer.allocate(bytes.length < 126 ? 6 : 8).put((byte) 0x82);
    if (bytes.length < 126) {
      head.put((byte) (0x80 | bytes.length));
    } else {
      head.put((byte) 0xFE).putShort((short) bytes.length);
    }
    frame = direct(head.putInt(KEY).array(), bytes);
    // Reading unmasks in place, so the next time masks it again: the same work, and nobody looks
    // at what comes out.
    if (packet() != payload || chunk() != payload) {
      throw new IllegalStateException("not the packet that was to be measured");
    }
  }

  private static ByteBuffer direct(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(length);
    for (byte[] part : parts) {
      buffer.put(part);
    }
    return buffer.flip();
  }

  /** A frame's head and its unmasking, without the packet in it. */
  @Benchmark
  public boolean unmask() throws FramingException, WireFormatException {
    return frames.feed(frame.position(0), Unread.INSTANCE);
  }

  /** A packet's head, without a framing. */
  @Benchmark
  public long packet() throws WireFormatException {
    passed = 0;
    packets.feed(packet.position(0), this);
    return passed;
  }

  /** A chunk with the packet in it. */
  @Benchmark
  public long chunk() throws FramingException, WireFormatException {
    passed = 0;
    chunks.feed(chunk.position(0), this);
    return passed;
  }

  @Override
  public boolean payload(ByteBuffer bytes) throws WireFormatException {
    return packets.feed(bytes, this);
  }

  @Override
  public void ping(byte[] bytes) {}

  @Override
  public void end() {}

  @Override
  public boolean packet(PacketType type, ByteBuffer body) {
    return true;
  }

  @Override
  public void data(ByteBuffer bytes) {
    passed += bytes.remaining();
  }

  private enum Unread implements PayloadReader.Sink {
    INSTANCE;

    @Override
    public boolean payload(ByteBuffer bytes) {
      bytes.position(bytes.limit());
      return true;
    }

    @Override
    public void ping(byte[] bytes) {}

    @Override
    public void end() {}
  }
}
