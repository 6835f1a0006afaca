/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AccessScope;
import java.time.Instant;
import java.util.Set;

/**
 * What a token says. It says nothing of whether the token has been used or revoked.
 *
 * @param id unique, random, 22 characters; for events and revocation, and no secret
 * @param keyId the key that signed it
 * @param userId stable and unique
 * @param userName for people and logs
 * @param groups for the policies
 * @param scope what it opens at most, and from where
 * @param issuedAt when it was issued
 * @param openUntil until when it opens a tunnel for the first time
 * @param sessionUntil when that tunnel ends at the latest
 */
public record TokenClaims(
    String id,
    String keyId,
    String userId,
    String userName,
    Set<String> groups,
    AccessScope scope,
    Instant issuedAt,
    Instant openUntil,
    Instant sessionUntil) {
  /** Copies the set. */
  public TokenClaims {
    groups = Set.copyOf(groups);
  }
}
