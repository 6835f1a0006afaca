/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

/**
 * Bytes that are no {@code .rdp} file, or a signature that does not hold. The message is one
 * sentence that says what is wrong, and where.
 */
public final class RdpFileException extends Exception {
  private static final long serialVersionUID = 1L;

  RdpFileException(String message) {
    super(message);
  }

  RdpFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
