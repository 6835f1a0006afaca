/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import java.util.List;

/** Puts authenticators together. */
public final class Authenticators {
  private Authenticators() {}

  /**
   * Several authenticators side by side on one endpoint. Their schemes are offered in the order of
   * the arguments; a credential goes to the one that offers its scheme, and the review of a
   * principal to the first that {@linkplain Authenticator#reviews reviews} the principal's scheme.
   * A principal whose scheme nobody reviews any more is revoked.
   *
   * @param authenticators the preferred one first
   * @return the combination, as thread-safe as its parts
   * @throws ConfigurationException if there is none, or two offer the same scheme
   */
  public static Authenticator combine(Authenticator... authenticators) {
    return new CombinedAuthenticator(List.of(authenticators));
  }
}
