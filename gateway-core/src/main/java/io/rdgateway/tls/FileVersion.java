/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells states of files apart by their content: notifications and times are defeated by editors and
 * mounted configuration.
 */
final class FileVersion {
  private final MessageDigest digest;

  FileVersion() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * Adds a file.
   *
   * @throws ConfigurationException if it cannot be read
   */
  FileVersion with(Path file, String what) {
    byte[] content = ConfigurationFile.read(file, what);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
    digest.update(content);
    Arrays.fill(content, (byte) 0);
    return this;
  }

  /** The version of all files together. */
  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
