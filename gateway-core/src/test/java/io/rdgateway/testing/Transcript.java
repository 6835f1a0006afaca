/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** What a reader said, in order. Runs of bytes that follow one another are one entry. */
public final class Transcript {
  private static final int SHOWN = 48;

  private final List<String> entries = new ArrayList<>();
  private final ByteArrayOutputStream run = new ByteArrayOutputStream();

  /** Adds what lies between position and limit, without moving them. */
  public void bytes(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    run.writeBytes(copy);
  }

  /** Adds an event. */
  public void event(String event) {
    endRun();
    entries.add(event);
  }

  /** Everything so far. */
  public List<String> entries() {
    endRun();
    return List.copyOf(entries);
  }

  private void endRun() {
    if (run.size() > 0) {
      entries.add("bytes " + shown(run.toByteArray()));
      run.reset();
    }
  }

  /** Bytes as an entry shows them; of long ones the beginning, the number and a checksum. */
  public static String shown(byte[] bytes) {
    if (bytes.length <= SHOWN) {
      return Hex.of(bytes);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return "%s... %d bytes, checksum %08X"
        .formatted(Hex.of(ByteBuffer.wrap(bytes, 0, SHOWN)), bytes.length, checksum.getValue());
  }
}
