/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

/** How a password travels to a RADIUS server. */
public enum PasswordMethod {
  /**
   * Hidden under the shared secret (RFC 2865, section 5.2); the server gets to know it. At most 128
   * bytes in UTF-8.
   */
  PAP,
  /**
   * As a digest over a challenge (RFC 2865, section 5.3); the server needs the password in clear
   * text.
   */
  CHAP,
  /**
   * As MS-CHAPv2 (RFC 2759, RFC 2548); works with a Windows domain, and the server proves that it
   * knows the password.
   */
  MSCHAPV2
}
