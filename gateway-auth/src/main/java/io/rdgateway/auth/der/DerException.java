/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.der;

/** The bytes are not the DER that was expected. The message never quotes their content. */
public final class DerException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param what one sentence without any content of the message
   */
  public DerException(String what) {
    super(what);
  }
}
