/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a sign-in scheme as it stands in {@code WWW-Authenticate} (RFC 9110, section 11.1;
 * MS-TSGU 2.2.3.2.2 for the custom ones). An open set: an authenticator may offer schemes that are
 * not listed here, as long as their tokens travel in {@code Authorization} as base64. Names compare
 * without regard to case.
 */
public final class AuthScheme {

  /** User name and password in clear text inside TLS (RFC 7617). */
  public static final AuthScheme BASIC = new AuthScheme("Basic");

  /** NTLM messages bound to the connection (MS-NTHT). */
  public static final AuthScheme NTLM = new AuthScheme("NTLM");

  /**
   * SPNEGO, or raw NTLM under its name, bound to the connection (RFC 4559, MS-N2HT). What was
   * negotiated is the scheme of the principal: {@link #KERBEROS} or {@link #NTLM}.
   */
  public static final AuthScheme NEGOTIATE = new AuthScheme("Negotiate");

  /**
   * A Kerberos ticket (RFC 4120), which travels under {@link #NEGOTIATE}. Only the scheme of
   * principals, so that policies can tell it from NTLM under the same word; never offered.
   */
  public static final AuthScheme KERBEROS = new AuthScheme("Kerberos");

  /** An access token in the {@code Authorization} field (RFC 6750). */
  public static final AuthScheme BEARER = new AuthScheme("Bearer");

  /** Pluggable authentication: a cookie inside TUNNEL_CREATE (MS-TSGU 2.2.10.18). */
  public static final AuthScheme PAA = new AuthScheme("PAA");

  /** NTLM messages inside the tunnel (MS-TSGU 2.2.10.6, HTTP_EXTENDED_AUTH_SSPI_NTLM). */
  public static final AuthScheme SSPI_NTLM = new AuthScheme("SSPI_NTLM");

  /** A TLS client certificate. Never offered in {@code WWW-Authenticate}. */
  public static final AuthScheme CERTIFICATE = new AuthScheme("Certificate");

  private final String token;

  private AuthScheme(String token) {
    this.token = token;
  }

  /**
   * The scheme of this name.
   *
   * @param token an RFC 9110 token
   * @return the scheme, with the usual spelling when it is a known one
   * @throws IllegalArgumentException if the text is not a token
   */
  public static AuthScheme of(String token) {
    for (AuthScheme known :
        new AuthScheme[] {BASIC, NTLM, NEGOTIATE, KERBEROS, BEARER, PAA, SSPI_NTLM, CERTIFICATE}) {
      if (known.token.equalsIgnoreCase(token)) {
        return known;
      }
    }
    if (token.isEmpty()
        || token.length() > 64
        || !token.chars().allMatch(AuthScheme::isTokenChar)) {
      throw new IllegalArgumentException(
          "not the name of an authentication scheme (RFC 9110 token of at most 64 characters)");
    }
    return new AuthScheme(token);
  }

  private static boolean isTokenChar(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  /**
   * Whether the sign-in happens inside the tunnel, after the HTTP exchange has been completed
   * without one.
   *
   * @return true for {@link #PAA} and {@link #SSPI_NTLM}
   */
  public boolean isExtended() {
    return this.equals(PAA) || this.equals(SSPI_NTLM);
  }

  /**
   * The name as it stands on the wire.
   *
   * @return an RFC 9110 token
   */
  public String token() {
    return token;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuthScheme that && token.equalsIgnoreCase(that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(token.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return token;
  }
}
