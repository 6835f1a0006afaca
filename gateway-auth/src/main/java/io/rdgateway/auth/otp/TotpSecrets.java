/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import java.util.Optional;

/** Knows the secrets of users: a file, a database, a directory. Thread-safe; may block. */
@FunctionalInterface
public interface TotpSecrets {

  /**
   * Looks for a secret.
   *
   * @param userId the stable id of a user who exists
   * @return the secret; empty if the user has no token
   * @throws Exception anything at all: a refusal
   */
  Optional<TotpSecret> find(String userId) throws Exception;
}
