/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import io.rdgateway.testing.Splits;
import io.rdgateway.testing.Transcript;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes down what a PacketStream finds, and pauses at random places if it is told to. */
public final class PacketTranscript implements PacketStream.Sink {
  private final Transcript transcript = new Transcript();
  private final @Nullable Random pauses;
  private boolean paused;

  private PacketTranscript(@Nullable Random pauses) {
    this.pauses = pauses;
  }

  /** Never pauses. */
  public static PacketTranscript steady() {
    return new PacketTranscript(null);
  }

  /** Pauses behind half of the packets. */
  public static PacketTranscript pausing(Random random) {
    return new PacketTranscript(random);
  }

  /** The packets in these bytes, or what is wrong with them. */
  public List<String> read(byte[] bytes, Splits.Way way) throws Exception {
    PacketStream stream = new PacketStream();
    try {
      way.feed(bytes, in -> feed(stream, in));
      transcript.event(stream.isAtBoundary() ? "at a boundary" : "within a packet");
    } catch (WireFormatException e) {
      transcript.event("refused, " + e.reply() + ": " + e.getMessage());
    }
    return transcript.entries();
  }

  /** Feeds the stream once and checks that it says whether this sink has paused. */
  public boolean feed(PacketStream stream, ByteBuffer in) throws WireFormatException {
    paused = false;
    boolean goOn = stream.feed(in, this);
    if (goOn == paused || (goOn && in.hasRemaining())) {
      throw new AssertionError("paused: " + paused + ", goes on: " + goOn);
    }
    return goOn;
  }

  @Override
  public boolean packet(PacketType type, ByteBuffer body) {
    checkRunning();
    transcript.event(packetEntry(type, body));
    paused = pauses != null && pauses.nextBoolean();
    return !paused;
  }

  @Override
  public void data(ByteBuffer bytes) {
    checkRunning();
    if (!bytes.hasRemaining()) {
      throw new AssertionError("an empty run of data");
    }
    transcript.bytes(bytes);
  }

  private void checkRunning() {
    if (paused) {
      throw new AssertionError("called although it has paused");
    }
  }

  /** Everything so far. */
  public List<String> entries() {
    return transcript.entries();
  }

  /** What {@link #read} says of packets that are whole. */
  public static List<String> expected(List<HttpPacket> packets) {
    Transcript expected = new Transcript();
    for (HttpPacket packet : packets) {
      if (packet instanceof DataPacket data) {
        expected.bytes(ByteBuffer.wrap(data.data().toArray()));
      } else {
        ByteBuffer encoded = ByteBuffer.wrap(packet.encode());
        expected.event(packetEntry(packet.type(), encoded.position(PacketHeader.SIZE)));
      }
    }
    return expected.entries();
  }

  private static String packetEntry(PacketType type, ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return type + " " + Transcript.shown(bytes);
  }
}
