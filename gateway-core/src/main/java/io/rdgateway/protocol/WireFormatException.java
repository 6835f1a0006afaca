/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * Bytes that break the wire format. {@link #reply()} is the code that the protocol answers with.
 */
public final class WireFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ResultCode reply;

  /** A mistake that is answered with {@link ResultCode#INTERNAL_ERROR}. */
  public WireFormatException(String message) {
    this(message, ResultCode.INTERNAL_ERROR);
  }

  /** A mistake with a code of its own. */
  public WireFormatException(String message, ResultCode reply) {
    super(
        message, null, false,
        false); // thrown for every malformed packet of an attacker: no stack trace to fill in
    this.reply = reply;
  }

  /** What a response to the packet says. */
  public ResultCode reply() {
    return reply;
  }
}
