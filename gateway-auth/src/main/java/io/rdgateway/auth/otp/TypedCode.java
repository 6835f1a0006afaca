/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

/**
 * What somebody typed into one field. The text form shows nothing of it.
 *
 * @param password the password alone
 * @param code the digits of the code
 */
public record TypedCode(String password, String code) {
  @Override
  public String toString() {
    return "TypedCode[<redacted>]";
  }
}
