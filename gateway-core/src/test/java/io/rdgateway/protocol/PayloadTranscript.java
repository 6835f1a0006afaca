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

/**
 * Writes down what a PayloadReader finds. If it is told to, it takes only a part of a run at random
 * places, and pauses.
 */
public final class PayloadTranscript implements PayloadReader.Sink {
  private final Transcript transcript = new Transcript();
  private final @Nullable Random pauses;
  private boolean paused;

  private PayloadTranscript(@Nullable Random pauses) {
    this.pauses = pauses;
  }

  /** Takes everything and never pauses. */
  public static PayloadTranscript steady() {
    return new PayloadTranscript(null);
  }

  /** Takes parts, and pauses. */
  public static PayloadTranscript pausing(Random random) {
    return new PayloadTranscript(random);
  }

  /** The payload in these bytes, or what is wrong with them. */
  public List<String> read(PayloadReader reader, byte[] bytes, Splits.Way way) throws Exception {
    try {
      way.feed(bytes, in -> feed(reader, in));
    } catch (FramingException e) {
      transcript.event("refused, " + e.closeCode() + ": " + e.getMessage());
    }
    return transcript.entries();
  }

  private void feed(PayloadReader reader, ByteBuffer in)
      throws FramingException, WireFormatException {
    paused = false;
    boolean goOn = reader.feed(in, this);
    if (goOn == paused || (goOn && in.hasRemaining())) {
      throw new AssertionError("paused: " + paused + ", goes on: " + goOn);
    }
  }

  @Override
  public boolean payload(ByteBuffer bytes) {
    checkRunning();
    int taken = bytes.remaining();
    if (pauses != null && pauses.nextBoolean()) {
      taken = pauses.nextInt(taken + 1);
    }
    ByteBuffer part = bytes.duplicate();
    transcript.bytes(part.limit(part.position() + taken));
    bytes.position(bytes.position() + taken);
    paused = pauses != null && (taken == 0 || pauses.nextBoolean());
    return !paused;
  }

  @Override
  public void ping(byte[] payload) {
    checkRunning();
    transcript.event("ping " + Transcript.shown(payload));
  }

  @Override
  public void end() {
    checkRunning();
    transcript.event("end");
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
}
