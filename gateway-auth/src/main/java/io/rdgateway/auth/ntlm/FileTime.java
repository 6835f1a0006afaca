/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** FILETIME (MS-DTYP 2.3.3): steps of 100 nanoseconds since the year 1601. */
final class FileTime {
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
  private static final int STEPS_PER_SECOND = 10_000_000;
  private static final int NANOS_PER_STEP = 100;

  private FileTime() {}

  static long of(Instant time) {
    return (time.getEpochSecond() + SECONDS_1601_TO_1970) * STEPS_PER_SECOND
        + time.getNano() / NANOS_PER_STEP;
  }

  static byte[] toBytes(long fileTime) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(fileTime).array();
  }
}
