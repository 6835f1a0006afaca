/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.Revalidator;
import io.rdgateway.spi.AuthScheme;
import java.util.List;

/** A GSS-API mechanism behind Negotiate, the server's side. Thread-safe. */
public interface Mechanism extends Revalidator {

  /**
   * The identifiers by which clients list it.
   *
   * @return at least one; all name the same mechanism
   */
  List<MechanismOid> names();

  /**
   * What the principals carry.
   *
   * @return the scheme by which policies know the mechanism
   */
  AuthScheme scheme();

  /**
   * Whether a client speaks this mechanism without SPNEGO around it.
   *
   * @param token what came under Negotiate
   * @return true if the token is one of this mechanism's own
   */
  boolean claims(byte[] token);

  /**
   * Begins with a new client.
   *
   * @return an exchange without a past
   */
  MechanismExchange start();
}
