/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Packets within the client's framing: several in one frame or chunk, one over several, control
 * frames between fragments.
 */
final class LayersTest {

  /** Takes the framing off and finds the packets, as the transports do. */
  private static final class Layers implements PayloadReader.Sink {
    final PacketStream stream = new PacketStream();
    final PacketTranscript packets;
    boolean ended;

    Layers(PacketTranscript packets) {
      this.packets = packets;
    }

    @Override
    public boolean payload(ByteBuffer bytes) throws WireFormatException {
      return packets.feed(stream, bytes);
    }

    @Override
    public void ping(byte[] payload) {
      assertTrue(payload.length <= 125);
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private static byte[] encoded(List<HttpPacket> packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packets.forEach(packet -> out.writeBytes(packet.encode()));
    return out.toByteArray();
  }

  private static void comesThrough(
      Random random, List<HttpPacket> packets, PayloadReader reader, byte[] framed)
      throws Exception {
    boolean pauses = random.nextBoolean();
    Layers layers =
        new Layers(pauses ? PacketTranscript.pausing(random) : PacketTranscript.steady());
    Splits.Way way =
        switch (random.nextInt(6)) {
          case 0 -> Splits::whole;
          case 1 -> Splits::single;
          default -> Splits.random(random);
        };

    way.feed(framed, in -> reader.feed(in, layers));

    assertEquals(PacketTranscript.expected(packets), layers.packets.entries());
    assertTrue(layers.stream.isAtBoundary());
    assertTrue(layers.ended);
  }

  private static int largestPart(Random random) {
    return new int[] {3, 30, 300, 70_000}[random.nextInt(4)];
  }

  @Test
  void packetsInFrames() {
    Seeds.forEach(
        "packets in frames",
        250,
        random -> {
          List<HttpPacket> packets = new RandomPackets(random).list(8);
          ByteArrayOutputStream framed = new ByteArrayOutputStream();
          framed.writeBytes(ClientFrames.random(random, encoded(packets), largestPart(random)));
          framed.writeBytes(ClientFrames.frame(ClientFrames.CLOSE, 7, new byte[0]));
          comesThrough(random, packets, new WebSocketReader(), framed.toByteArray());
        });
  }

  @Test
  void packetsInChunks() {
    Seeds.forEach(
        "packets in chunks",
        250,
        random -> {
          List<HttpPacket> packets = new RandomPackets(random).list(8);
          ByteArrayOutputStream framed = new ByteArrayOutputStream();
          framed.writeBytes(Chunks.random(random, encoded(packets), largestPart(random)));
          framed.writeBytes(Chunks.last());
          comesThrough(random, packets, new ChunkReader(), framed.toByteArray());
        });
  }

  @Test
  void onePacketPerFrame() {
    Seeds.forEach(
        "one packet per frame",
        100,
        random -> {
          List<HttpPacket> packets = new RandomPackets(random).oneOfEach();
          ByteArrayOutputStream framed = new ByteArrayOutputStream();
          for (HttpPacket packet : packets) {
            framed.writeBytes(
                ClientFrames.frame(ClientFrames.BINARY, random.nextInt(), packet.encode()));
          }
          framed.writeBytes(ClientFrames.frame(ClientFrames.CLOSE, 7, new byte[0]));
          comesThrough(random, packets, new WebSocketReader(), framed.toByteArray());
        });
  }
}
