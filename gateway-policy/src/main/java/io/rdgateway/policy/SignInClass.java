/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes of proof that a connection rule tells apart. */
public enum SignInClass {
  /**
   * Something that the user knows: Basic, NTLM and Kerberos. What a KDC itself took to issue a
   * ticket, perhaps a smart card, does not show.
   */
  PASSWORD,
  /** A TLS client certificate. */
  CERTIFICATE,
  /** A token that somebody else issued: Bearer and PAA. */
  TOKEN;

  private static final Map<AuthScheme, SignInClass> OF_SCHEME =
      Map.of(
          AuthScheme.BASIC, PASSWORD,
          AuthScheme.NTLM, PASSWORD,
          AuthScheme.KERBEROS, PASSWORD,
          AuthScheme.NEGOTIATE, PASSWORD,
          AuthScheme.SSPI_NTLM, PASSWORD,
          AuthScheme.CERTIFICATE, CERTIFICATE,
          AuthScheme.BEARER, TOKEN,
          AuthScheme.PAA, TOKEN);

  /**
   * The class of a scheme.
   *
   * @param scheme any
   * @return its class; null for a scheme that {@link AuthScheme} has no constant for, which is
   *     therefore in none
   */
  public static @Nullable SignInClass of(AuthScheme scheme) {
    return OF_SCHEME.get(scheme);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
