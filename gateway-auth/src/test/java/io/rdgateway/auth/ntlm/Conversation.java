/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.Identity;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.time.InstantSource;
import java.util.Set;

/** Both sides of a sign-in with the known challenge and time. */
final class Conversation {
  static final Identity IDENTITY = Identity.of("id-1", "alice", Set.of("staff"));

  /** Knows alice in every domain. */
  static final NtHashSource ALICE =
      (user, domain) ->
          NtlmCrypto.upperCase(user).startsWith("ALICE")
              ? new NtHashLookup.Found(IDENTITY, NtHash.ofPassword(Vectors.PASSWORD))
              : new NtHashLookup.Missing(RejectReason.UNKNOWN_USER);

  private Conversation() {}

  static NtlmAuthenticator.Builder acceptor(NtHashSource source) {
    return acceptorOver(NtlmVerifier.of(source));
  }

  static NtlmAuthenticator.Builder acceptorOver(NtlmVerifier verifier) {
    return NtlmAuthenticator.builder(verifier, Vectors.NAMES)
        .clock(InstantSource.fixed(Vectors.TIME))
        .challenges(Vectors.SERVER_CHALLENGE::clone);
  }

  static Credential.SecurityToken token(AuthScheme scheme, byte[] message) {
    return new Credential.SecurityToken(scheme, message);
  }

  static AuthenticationResult.Challenge start(
      NtlmAuthenticator acceptor, AuthScheme scheme, byte[] negotiate) {
    return assertInstanceOf(
        AuthenticationResult.Challenge.class,
        acceptor.proceed(token(scheme, negotiate), Fixtures.context()));
  }
}
