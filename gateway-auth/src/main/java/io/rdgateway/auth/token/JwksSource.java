/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer, fetched when they are needed and kept for a while. A token with a key id
 * that is not among them has them fetched anew, but not again and again. When a fetch fails, keys
 * that are not too old stay in use. One fetch at a time; the others wait for it.
 */
final class JwksSource {
  private static final Duration FRESH = Duration.ofMinutes(15);
  private static final Duration STALE = Duration.ofHours(4);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  /** Gets the set from where it is published. */
  interface Fetcher {
    JWKSet fetch() throws IOException, InterruptedException;
  }

  private record Fetched(JWKSet keys, Instant at) {}

  private final Fetcher fetcher;
  private volatile @Nullable Fetched last;
  private Instant triedAt = Instant.MIN;
  private String failure = "";

  JwksSource(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * The keys.
   *
   * @param keyId has to be among them; the caller finds out whether it is
   * @throws IOException if there are none
   */
  JWKSet get(String keyId, Instant now) throws IOException, InterruptedException {
    Fetched known = last;
    // Without the lock, so that a slow fetch for an unknown id holds nobody else up.
    return known != null && isEnough(known, keyId, now) ? known.keys() : fetched(keyId, now);
  }

  private static boolean isEnough(Fetched known, String keyId, Instant now) {
    return known.keys().getKeyByKeyId(keyId) != null && now.isBefore(known.at().plus(FRESH));
  }

  private synchronized JWKSet fetched(String keyId, Instant now)
      throws IOException, InterruptedException {
    Fetched known = last;
    boolean mayFetch = triedAt.equals(Instant.MIN) || !now.isBefore(triedAt.plus(BETWEEN_FETCHES));
    if ((known == null || !isEnough(known, keyId, now)) && mayFetch) {
      triedAt = now;
      try {
        known = new Fetched(fetcher.fetch(), now);
        last = known;
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    if (known == null || !now.isBefore(known.at().plus(STALE))) {
      throw new IOException(failure);
    }
    return known.keys();
  }
}
