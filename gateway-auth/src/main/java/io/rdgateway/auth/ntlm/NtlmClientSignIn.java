/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.client.ClientSignIn;
import io.rdgateway.spi.AuthScheme;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** NTLM over HTTP on one connection (MS-NTHT): offer, challenge, proof. */
final class NtlmClientSignIn implements ClientSignIn {
  private final List<AuthScheme> preferred;
  private final NtlmInitiator initiator;
  private @Nullable AuthScheme scheme;
  private boolean proved;

  NtlmClientSignIn(List<AuthScheme> preferred, NtlmInitiator initiator) {
    this.preferred = preferred;
    this.initiator = initiator;
  }

  @Override
  public @Nullable String authorization(List<String> challenges) throws IOException {
    if (scheme == null) {
      scheme =
          preferred.stream()
              .filter(wanted -> find(challenges, wanted).isPresent())
              .findFirst()
              .orElse(null);
      return scheme == null ? null : value(scheme, initiator.negotiate());
    }
    String token = find(challenges, scheme).orElse("");
    if (proved || token.isEmpty()) {
      return null; // refused
    }
    proved = true;
    return value(scheme, initiator.authenticate(decoded(token)));
  }

  /** What stands behind the name of a scheme, possibly nothing; empty if it is not offered. */
  private static Optional<String> find(List<String> challenges, AuthScheme scheme) {
    return challenges.stream()
        .map(challenge -> challenge.trim().split("\\s+", 2))
        .filter(parts -> parts[0].equalsIgnoreCase(scheme.token()))
        .map(parts -> parts.length == 1 ? "" : parts[1].trim())
        .findFirst();
  }

  private static byte[] decoded(String token) throws ProtocolException {
    try {
      return Base64.getDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      ProtocolException failure =
          new ProtocolException("the NTLM challenge of the gateway is not base64");
      failure.initCause(e);
      throw failure;
    }
  }

  private static String value(AuthScheme scheme, byte[] message) {
    return scheme.token() + ' ' + Base64.getEncoder().encodeToString(message);
  }
}
