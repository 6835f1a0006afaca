/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.relay;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.WebSocketFrames;
import io.rdgateway.relay.DataHead;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to have a buffer for the host's bytes and to put the heads of packet and frame in
 * front of them. Buffers live as long as a read burst, several at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {
      // The thread that measures is no event loop, but shall have what event loops have.
      "-Dio.netty.allocator.useCacheForAllThreads=true",
      "-Dio.netty.allocator.useCachedMagazinesForNonEventLoopThreads=true"
    })
public class HostBytesBenchmark {
  private static final int HEAD_ROOM = DataPacket.HEAD_SIZE + WebSocketFrames.MAX_HEAD;
  private static final int BURST = 8;

  /** Where buffers come from. */
  public enum Allocator {
    /** Netty's older one. */
    POOLED,
    /** Netty's default since 4.2. */
    ADAPTIVE,
    /** The system's. */
    UNPOOLED
  }

  /** Where buffers come from. */
  @Param Allocator allocator = Allocator.POOLED;

  /** Their size: a record of TLS, and a little more than that. */
  @Param({"16384", "16896", "32768"})
  int size;

  private ByteBufAllocator buffers = PooledByteBufAllocator.DEFAULT;
  private final ByteBuf[] burst = new ByteBuf[BURST];
  private ByteBuf one = buffers.directBuffer(0);

  /** Makes the allocator. */
  @Setup
  public void prepare() {
    buffers =
        switch (allocator) {
          case POOLED -> PooledByteBufAllocator.DEFAULT;
          case ADAPTIVE -> new AdaptiveByteBufAllocator(true);
          case UNPOOLED -> UnpooledByteBufAllocator.DEFAULT;
        };
    one = buffers.directBuffer(size, size);
  }

  /** Lets go of the buffer. */
  @TearDown
  public void end() {
    one.release();
  }

  /** Buffers of a burst, taken and given back. */
  @Benchmark
  public void allocate() {
    for (int i = 0; i < BURST; i++) {
      burst[i] = buffers.directBuffer(size, size);
    }
    for (int i = 0; i < BURST; i++) {
      burst[i].release();
    }
  }

  /** Both heads in front of a payload. */
  @Benchmark
  public int heads() {
    one.setIndex(HEAD_ROOM, size);
    DataHead.put(one);
    int length = one.readableBytes();
    int start = one.readerIndex() - WebSocketFrames.headSize(length);
    one.setInt(start, WebSocketFrames.binaryHead(length));
    one.readerIndex(start);
    return start;
  }
}
