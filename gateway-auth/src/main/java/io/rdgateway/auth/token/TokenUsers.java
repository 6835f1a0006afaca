/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.auth.Identity;
import java.util.Optional;

/**
 * Knows the users of tokens: their groups and attributes, and whether they still exist.
 * Thread-safe; called on hook executors, where it may block.
 */
@FunctionalInterface
public interface TokenUsers {

  /**
   * Finds a user.
   *
   * @param userId as the token says
   * @return with this id; empty if the user no longer exists or may not sign in
   * @throws Exception anything at all: a refusal
   */
  Optional<Identity> find(String userId) throws Exception;
}
