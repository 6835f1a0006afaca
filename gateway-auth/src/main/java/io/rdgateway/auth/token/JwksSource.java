/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
  @FunctionalInterface
  interface Fetcher {
    /** Completes within a time of its own, and exceptionally if there is no set. */
    CompletableFuture<JWKSet> fetch();
  }

  private record Fetched(JWKSet keys, Instant at) {}

  private final Fetcher fetcher;
  private volatile @Nullable Fetched last;
  private Instant triedAt = Instant.MIN;
  private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

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
    if (known != null && isEnough(known, keyId, now)) {
      return known.keys();
    }
    String failure = "";
    try {
      // A client that leaves interrupts its own wait, and not the fetch that others need.
      fetch(keyId, now).get();
    } catch (ExecutionException e) {
      failure = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
    }
    known = last;
    if (known == null || !now.isBefore(known.at().plus(STALE))) {
      throw new IOException(failure);
    }
    return known.keys();
  }

  private static boolean isEnough(Fetched known, String keyId, Instant now) {
    return known.keys().getKeyByKeyId(keyId) != null && now.isBefore(known.at().plus(FRESH));
  }

  /** The latest fetch, begun now if it is time for another one. */
  private synchronized CompletableFuture<Void> fetch(String keyId, Instant now) {
    Fetched known = last;
    boolean mayFetch =
        latest.isDone()
            && (triedAt.equals(Instant.MIN) || !now.isBefore(triedAt.plus(BETWEEN_FETCHES)));
    if ((known == null || !isEnough(known, keyId, now)) && mayFetch) {
      triedAt = now;
      latest = fetcher.fetch().thenAccept(keys -> last = new Fetched(keys, now));
    }
    return latest;
  }
}
