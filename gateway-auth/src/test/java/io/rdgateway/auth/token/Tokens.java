/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of tokens need. */
final class Tokens {
  static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  static final String ADDRESS = "192.0.2.1";

  private Tokens() {}

  /** A clock that a test moves. */
  static final class HandClock implements InstantSource {
    private volatile Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    java.util.Arrays.fill(secret, (byte) fill);
    return secret;
  }

  static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static Credential.AccessToken cookie(String text) {
    return new Credential.AccessToken(AuthScheme.PAA, text);
  }

  static AuthenticationContext context(
      String address, Occasion occasion, @Nullable UserPrincipal current) {
    var connection =
        new ConnectionInfo(
            "c1",
            TransportKind.WEBSOCKET,
            new InetSocketAddress(address, 50000),
            new InetSocketAddress("192.0.2.2", 443),
            "TLSv1.3",
            List.of(),
            null,
            null,
            null,
            null);
    return new AuthenticationContext(
        connection, Stage.TUNNEL_CREATE, occasion, null, START.plusSeconds(60), current);
  }

  static AuthenticationContext opening() {
    return context(ADDRESS, Occasion.OPEN, null);
  }

  /** The principal, or a failure that says why there is none. */
  static UserPrincipal accepted(AuthenticationResult result) {
    if (result instanceof AuthenticationResult.Accepted accepted) {
      return accepted.principal();
    }
    throw new AssertionError("refused: " + ((AuthenticationResult.Rejected) result).reason());
  }
}
