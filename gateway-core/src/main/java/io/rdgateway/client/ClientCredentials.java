/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a client proves its identity with. An implementation brings a scheme of its own; the
 * built-in ones are made by the static methods. Thread-safe, since one client may open many
 * channels at once. The text form must not contain the secret.
 */
@FunctionalInterface
public interface ClientCredentials {

  /**
   * The gateway that a connection has reached.
   *
   * @param host the name that the client was given
   * @param certificate what the gateway has shown in the TLS handshake, for channel binding; null
   *     on plain HTTP
   */
  record Target(String host, @Nullable X509Certificate certificate) {}

  /**
   * Begins the sign-in on one connection. Called once for each: schemes like NTLM sign in the
   * connection, and two channels are two connections.
   *
   * @param target the gateway
   * @return a new sign-in that serves this connection alone
   * @throws IOException if there is nothing to sign in with
   */
  ClientSignIn start(Target target) throws IOException;

  /**
   * User name and password in clear text inside TLS (RFC 7617), sent after the gateway has offered
   * Basic and not before.
   *
   * @param userName without colon or control characters; {@code user}, {@code DOMAIN\\user} or
   *     {@code user@domain}
   * @param password without control characters
   * @return the credentials
   * @throws IllegalArgumentException if they contain such a character
   */
  static ClientCredentials basic(String userName, String password) {
    return new BasicCredentials(userName, password, false);
  }

  /**
   * Like {@link #basic}, but sent with the first request of each connection, which saves a round
   * trip and gives the password to a gateway that has not asked for it.
   *
   * @param userName without colon or control characters
   * @param password without control characters
   * @return the credentials
   * @throws IllegalArgumentException if they contain such a character
   */
  static ClientCredentials preemptiveBasic(String userName, String password) {
    return new BasicCredentials(userName, password, true);
  }

  /**
   * An access token (RFC 6750). Sent with the first request of each connection.
   *
   * @param token printable ASCII without spaces
   * @return the credentials
   * @throws IllegalArgumentException if it has other characters
   */
  static ClientCredentials bearer(String token) {
    return new BearerCredentials(token);
  }

  /**
   * The cookie of pluggable authentication (MS-TSGU 2.2.10.18), which travels inside the tunnel.
   *
   * @param token at most 32,766 characters
   * @return the credentials
   * @throws IllegalArgumentException if it is empty, too long or contains a NUL
   */
  static ClientCredentials paa(String token) {
    return new PaaCredentials(token);
  }
}
