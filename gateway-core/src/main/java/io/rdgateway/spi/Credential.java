/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client presented in one step of a sign-in. The text form of a credential never contains
 * the secret.
 */
public sealed interface Credential {

  /**
   * The scheme that the client used.
   *
   * @return one of the schemes that the authenticator offers
   */
  AuthScheme scheme();

  /**
   * A name and a password in clear text.
   *
   * @param scheme {@link AuthScheme#BASIC}
   * @param userName as typed: {@code user}, {@code DOMAIN\\user} or {@code user@domain}
   * @param password as typed, never empty-checked by core
   */
  record Password(AuthScheme scheme, String userName, String password) implements Credential {
    @Override
    public String toString() {
      return "Password[scheme=" + scheme + ", password=<redacted>]";
    }
  }

  /** One message of a multi-step mechanism, opaque to core. */
  final class SecurityToken implements Credential {
    private final AuthScheme scheme;
    private final byte[] token;

    /**
     * A token under a scheme.
     *
     * @param scheme the word in front of the token
     * @param token the decoded bytes; copied
     */
    public SecurityToken(AuthScheme scheme, byte[] token) {
      this.scheme = scheme;
      this.token = token.clone();
    }

    @Override
    public AuthScheme scheme() {
      return scheme;
    }

    /**
     * The bytes that the client sent.
     *
     * @return a copy, possibly empty
     */
    public byte[] token() {
      return token.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SecurityToken that
          && scheme.equals(that.scheme)
          && Arrays.equals(token, that.token);
    }

    @Override
    public int hashCode() {
      return 31 * scheme.hashCode() + Arrays.hashCode(token);
    }

    @Override
    public String toString() {
      return "SecurityToken[scheme=" + scheme + ", " + token.length + " bytes]";
    }
  }

  /**
   * A self-contained token: {@link AuthScheme#BEARER} from the {@code Authorization} field, or
   * {@link AuthScheme#PAA} from the cookie of TUNNEL_CREATE.
   *
   * @param scheme how it came
   * @param token its text; for a PAA cookie decoded from UTF-16LE without the terminating NUL
   */
  record AccessToken(AuthScheme scheme, String token) implements Credential {
    @Override
    public String toString() {
      return "AccessToken[scheme=" + scheme + ", token=<redacted>]";
    }
  }

  /**
   * A client certificate whose chain the TLS handshake has verified.
   *
   * @param scheme {@link AuthScheme#CERTIFICATE}
   * @param chain leaf first
   */
  record ClientCertificate(AuthScheme scheme, List<X509Certificate> chain) implements Credential {
    /** Copies the chain. */
    public ClientCertificate {
      chain = List.copyOf(chain);
    }
  }
}
