/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import io.rdgateway.spi.RejectReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks codes of RFC 6238. A code is good for its period and the ones before and after it, and
 * only once: neither it nor an earlier one is taken again. Wrong codes are counted for each user:
 * after five in a row the user waits for a minute, and after each further one twice as long, up to
 * an hour. Thread-safe.
 *
 * <p>What has been used is remembered in memory: within a minute and a half after a restart, an old
 * code could be used again.
 */
public final class Totp {
  private static final RejectReason NOT_ENROLLED =
      new RejectReason("no-token", "the user has no token for one-time codes");
  private static final RejectReason WRONG =
      new RejectReason("wrong-code", "the one-time code is wrong");
  private static final RejectReason REPLAYED =
      new RejectReason("replayed-code", "the one-time code or a later one has been used before");
  private static final RejectReason LOCKED =
      new RejectReason("code-locked", "too many wrong one-time codes; the user has to wait");

  private static final int SKEW = 1;
  private static final int MAX_WRONG = 5;
  private static final int MAX_DOUBLED = 6;
  private static final Duration LOCK = Duration.ofMinutes(1);
  private static final Duration LONGEST_LOCK = Duration.ofHours(1);

  /** Longer than anything that has to be remembered. */
  private static final Duration MEMORY = Duration.ofHours(24);

  private final TotpSecrets secrets;
  private final InstantSource clock;

  /** Only users whose password was right, or who are on a page of the application, get in here. */
  private final Map<String, Used> used = new HashMap<>();

  private Instant nextSweep = Instant.MIN;

  private record Used(long step, int wrong, Instant last) {}

  /**
   * With the system's clock.
   *
   * @param secrets of the users
   */
  public Totp(TotpSecrets secrets) {
    this(secrets, Clock.systemUTC());
  }

  /**
   * With a clock.
   *
   * @param secrets of the users
   * @param clock says which code is due
   */
  public Totp(TotpSecrets secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Whether a user has a token.
   *
   * @param userId the stable id
   * @return true if there is a secret
   * @throws Exception if the secrets cannot be asked
   */
  public boolean isEnrolled(String userId) throws Exception {
    return secrets.find(userId).isPresent();
  }

  /**
   * Checks a code, and uses it up if it is right. Ask only after the password was right, so that
   * nobody can lock others out.
   *
   * @param userId the stable id
   * @param code what was typed
   * @return empty if it is right; otherwise why not
   * @throws Exception if the secrets cannot be asked
   */
  public Optional<RejectReason> refusal(String userId, String code) throws Exception {
    Optional<TotpSecret> secret = secrets.find(userId);
    return secret.isEmpty()
        ? Optional.of(NOT_ENROLLED)
        : judge(userId, secret.get(), code.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized Optional<RejectReason> judge(String userId, TotpSecret secret, byte[] code) {
    Instant now = clock.instant();
    sweep(now);
    Used before = used.getOrDefault(userId, new Used(Long.MIN_VALUE, 0, now));
    if (before.wrong() >= MAX_WRONG && now.isBefore(before.last().plus(lock(before.wrong())))) {
      return Optional.of(LOCKED);
    }
    long current = secret.step(now.getEpochSecond());
    long matching = Long.MIN_VALUE;
    for (long step = current - SKEW; step <= current + SKEW; step++) {
      byte[] right = secret.code(step).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, code)) {
        matching = step;
      }
    }
    if (matching == Long.MIN_VALUE) {
      used.put(userId, new Used(before.step(), before.wrong() + 1, now));
      return Optional.of(WRONG);
    }
    if (matching <= before.step()) {
      return Optional.of(REPLAYED);
    }
    used.put(userId, new Used(matching, 0, now));
    return Optional.empty();
  }

  private static Duration lock(int wrong) {
    Duration doubled = LOCK.multipliedBy(1L << Math.min(wrong - MAX_WRONG, MAX_DOUBLED));
    return doubled.compareTo(LONGEST_LOCK) < 0 ? doubled : LONGEST_LOCK;
  }

  private void sweep(Instant now) {
    if (!now.isBefore(nextSweep)) {
      used.values().removeIf(one -> one.last().plus(MEMORY).isBefore(now));
      nextSweep = now.plus(LOCK);
    }
  }
}
