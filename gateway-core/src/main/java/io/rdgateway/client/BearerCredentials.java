/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

/**
 * RFC 6750. Such a token is made for its receiver, so nothing is gained by waiting for an offer.
 */
final class BearerCredentials implements ClientCredentials {
  private final String value;

  BearerCredentials(String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("a bearer token is printable ASCII without spaces");
    }
    value = "Bearer " + token;
  }

  @Override
  public ClientSignIn start(Target target) {
    return challenges -> challenges.isEmpty() ? value : null;
  }

  @Override
  public String toString() {
    return "Bearer[<redacted>]";
  }
}
