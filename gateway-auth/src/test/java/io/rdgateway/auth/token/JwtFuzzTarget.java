/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Any text is refused in the defined way, or is a token that the key signed. */
public final class JwtFuzzTarget {
  private static final JWKSet KEYS = new JWKSet(List.of(Issuer.RSA, Issuer.EC));

  private JwtFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws InterruptedException {
    try {
      JwtSignature.verified(
          new String(data, StandardCharsets.ISO_8859_1),
          new JwksSource(() -> CompletableFuture.completedFuture(KEYS)),
          Tokens.START);
    } catch (JwtException e) {
      return;
    }
    throw new AssertionError("nobody signed this");
  }
}
