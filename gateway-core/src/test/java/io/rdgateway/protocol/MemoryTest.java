/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a client announces costs nothing before it comes. So many streams are held here at once that
 * what they announce is twice the heap: if it were set aside, the test would run out of memory.
 */
final class MemoryTest {
  private static final int HELD = 0x10000;
  private static final PayloadTranscript PAYLOAD = PayloadTranscript.steady();
  private static final PacketTranscript PACKETS = PacketTranscript.steady();

  @FunctionalInterface
  private interface Opening {
    Object open() throws Exception;
  }

  private static void holdsTwiceTheHeap(long announced, Opening opening) throws Exception {
    int count = Math.toIntExact(2 * Runtime.getRuntime().maxMemory() / announced) + 1;
    List<Object> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(opening.open());
    }
    assertEquals(count, held.size());
    assertTrue(count * announced > Runtime.getRuntime().maxMemory());
  }

  @Test
  void packets() throws Exception {
    for (String start :
        List.of("04000000 00000100", "04000000 00000100 FF", "0A000000 09000100 FFFF 01")) {
      holdsTwiceTheHeap(
          HELD,
          () -> {
            PacketStream stream = new PacketStream();
            stream.feed(ByteBuffer.wrap(Hex.bytes(start)), PACKETS);
            assertTrue(!stream.isAtBoundary());
            return stream;
          });
    }
  }

  @Test
  void frames() throws Exception {
    holdsTwiceTheHeap(
        64 << 20,
        () -> {
          WebSocketReader reader = new WebSocketReader();
          reader.feed(ByteBuffer.wrap(Hex.bytes("82FF 0000000004000000 00000000 01")), PAYLOAD);
          return reader;
        });
  }

  @Test
  void chunks() throws Exception {
    holdsTwiceTheHeap(
        0xFFFFFFF,
        () -> {
          ChunkReader reader = new ChunkReader();
          reader.feed(ByteBuffer.wrap(Chunks.ascii("FFFFFFF\r\n1")), PAYLOAD);
          return reader;
        });
  }

  @Test
  void heads() throws Exception {
    holdsTwiceTheHeap(
        HELD,
        () -> {
          RequestHeadParser parser = new RequestHeadParser(HELD);
          parser.feed(ByteBuffer.wrap(Chunks.ascii("RDG_OUT_DATA / HTTP/1.1\r\n")));
          assertTrue(parser.isPartial());
          return parser;
        });
  }
}
