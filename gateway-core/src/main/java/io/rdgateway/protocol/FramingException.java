/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/** WebSocket frames or HTTP chunks that break their rules. */
public final class FramingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int closeCode;

  /**
   * A mistake in the framing.
   *
   * @param closeCode the WebSocket close code that answers it (RFC 6455, section 7.4.1); of no
   *     meaning for chunks
   * @param message what is wrong
   */
  public FramingException(int closeCode, String message) {
    super(message, null, false, false);
    this.closeCode = closeCode;
  }

  /** The WebSocket close code that answers it. */
  public int closeCode() {
    return closeCode;
  }
}
