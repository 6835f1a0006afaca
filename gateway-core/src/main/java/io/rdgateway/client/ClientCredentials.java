/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a client signs in. */
@FunctionalInterface
public interface ClientCredentials {

  /**
   * Begins a sign-in; called for each connection, since some schemes belong to one.
   *
   * @return what answers the gateway
   */
  SignIn signIn();

  /**
   * The cookie of pluggable authentication, which signs in inside the tunnel instead.
   *
   * @return empty for schemes of HTTP
   */
  default Optional<String> paaCookie() {
    return Optional.empty();
  }

  /** A sign-in on one connection. */
  @FunctionalInterface
  interface SignIn {
    /**
     * The next value of {@code Authorization}.
     *
     * @param offered the values of {@code WWW-Authenticate} in the last answer; empty before the
     *     first request
     * @return null to send none, which after the first answer gives up
     * @throws IOException if the scheme cannot go on
     */
    @Nullable String next(List<String> offered) throws IOException;
  }

  /**
   * User name and password in clear text inside TLS, sent once the gateway offers it.
   *
   * @param user the name
   * @param password the password
   * @return the credentials
   */
  static ClientCredentials basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String value = "Basic " + Base64.getEncoder().encodeToString(pair);
    return () -> {
      boolean[] sent = new boolean[1];
      return offered -> {
        boolean isOffered =
            offered.stream().anyMatch(o -> o.toLowerCase(Locale.ROOT).startsWith("basic"));
        if (sent[0] || !isOffered) {
          return null;
        }
        sent[0] = true;
        return value;
      };
    };
  }

  /**
   * A bearer token, sent with the first request.
   *
   * @param token the token
   * @return the credentials
   */
  static ClientCredentials bearer(String token) {
    return () -> offered -> offered.isEmpty() ? "Bearer " + token : null;
  }

  /**
   * A token as PAA cookie, sent inside the tunnel.
   *
   * @param token the token
   * @return the credentials
   */
  static ClientCredentials paa(String token) {
    return new ClientCredentials() {
      @Override
      public SignIn signIn() {
        return offered -> null;
      }

      @Override
      public Optional<String> paaCookie() {
        return Optional.of(token);
      }
    };
  }
}
