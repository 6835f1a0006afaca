/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/** A request that breaks the rules of HTTP; answered with its status and a close. */
public final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** A mistake that is answered with 400. */
  public BadRequestException(String message) {
    this(400, message);
  }

  /** A mistake with a status of its own. */
  public BadRequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }
}
