/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;

/** A gateway refused, or broke the protocol. */
public final class GatewayClientException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * A refusal.
   *
   * @param code the HTTP status, or the result code of a response with its sign bit
   * @param message what was refused
   */
  public GatewayClientException(int code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * What the gateway said.
   *
   * @return an HTTP status (100 to 599), an HRESULT (negative), or 0 if the gateway broke the
   *     protocol
   */
  public int code() {
    return code;
  }
}
