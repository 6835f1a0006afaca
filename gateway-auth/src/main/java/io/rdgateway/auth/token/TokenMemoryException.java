/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

/** A memory of tokens has no room or does not answer. */
public final class TokenMemoryException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With a message for the administrator.
   *
   * @param message one sentence without secrets
   */
  public TokenMemoryException(String message) {
    super(message);
  }

  /**
   * With the cause.
   *
   * @param message one sentence without secrets
   * @param cause what failed
   */
  public TokenMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
