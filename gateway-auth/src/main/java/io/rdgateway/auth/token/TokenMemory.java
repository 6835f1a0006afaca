/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers which tokens have been used and which are revoked. Several gateways that take the same
 * tokens share one memory: a table or a store with an atomic "set if absent". Thread-safe; called
 * on hook executors, where it may block. What it throws refuses the sign-in.
 */
public interface TokenMemory {

  /**
   * Notes the first use of a token, atomically.
   *
   * @param tokenId the token
   * @param now the time of the use
   * @param forgetAfter until when the note has to be kept
   * @return when the token was used first if it has been used before, and then nothing is noted
   * @throws TokenMemoryException if there is no room, or no answer
   */
  Optional<Instant> noteUse(String tokenId, Instant now, Instant forgetAfter)
      throws TokenMemoryException;

  /**
   * When a token was used first.
   *
   * @param tokenId the token
   * @return empty if it has not been used, or its note is forgotten
   * @throws TokenMemoryException if there is no answer
   */
  Optional<Instant> firstUse(String tokenId) throws TokenMemoryException;

  /**
   * Refuses tokens from now on, and lets reviews end the tunnels that they opened.
   *
   * @param revocation which tokens
   * @throws TokenMemoryException if there is no room, or no answer
   */
  void revoke(TokenRevocation revocation) throws TokenMemoryException;

  /**
   * Whether a token is revoked.
   *
   * @param tokenId the token
   * @param userId its user
   * @param keyId its key
   * @param issuedAt when it was issued
   * @return true if a revocation covers it
   * @throws TokenMemoryException if there is no answer
   */
  boolean isRevoked(String tokenId, String userId, String keyId, Instant issuedAt)
      throws TokenMemoryException;
}
