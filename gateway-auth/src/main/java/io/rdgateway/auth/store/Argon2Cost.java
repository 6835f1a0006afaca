/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What one Argon2id computation (RFC 9106) takes.
 *
 * @param memoryKib 7 to 64 MiB, in KiB
 * @param passes over the memory; the less memory, the more
 * @param lanes 1 to 4, computed one after the other
 */
record Argon2Cost(int memoryKib, int passes, int lanes) {
  private static final int MIN_MEMORY = 7 * 1024;
  private static final int MAX_MEMORY = 64 * 1024;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 4;

  /** OWASP's weakest choice: 7 MiB and five passes. */
  private static final int MIN_WORK = MIN_MEMORY * 5;

  /**
   * One for all of the JVM, because memory is: more computations at once than processors would not
   * end sooner, only take more of it. At the default cost each takes 19 MiB.
   */
  private static final Semaphore PROCESSORS =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  Argon2Cost {
    if (memoryKib > MAX_MEMORY || passes > MAX_PASSES || lanes > MAX_LANES) {
      throw new IllegalArgumentException("an Argon2id hash that costs too much to verify");
    }
    if (memoryKib < MIN_MEMORY || lanes < 1 || memoryKib * passes < MIN_WORK) {
      throw new IllegalArgumentException("an Argon2id hash that is too weak");
    }
  }

  /** Computes a tag and wipes the password. */
  byte[] compute(byte[] password, byte[] salt, int tagBytes) throws InterruptedException {
    PROCESSORS.acquire();
    try {
      var generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] tag = new byte[tagBytes];
      generator.generateBytes(password, tag);
      return tag;
    } finally {
      PROCESSORS.release();
      Arrays.fill(password, (byte) 0);
    }
  }
}
