/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.throttle.ThrottleTables.Attempt;
import io.rdgateway.auth.throttle.ThrottleTables.Entry;
import io.rdgateway.auth.throttle.ThrottleTables.Forbidden;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One proof on its way to whoever judges it. Whoever may judge it says afterwards how it went; only
 * the first word counts. Thread-safe.
 */
public final class Guess {
  private final SignInThrottle throttle;
  private final @Nullable String claimed;
  private final InetAddress client;
  private final Entry entry;

  Guess(SignInThrottle throttle, @Nullable String claimed, InetAddress client, Entry entry) {
    this.throttle = throttle;
    this.claimed = claimed;
    this.client = client;
    this.entry = entry;
  }

  /**
   * Why it must not be judged.
   *
   * @return null if it may; otherwise nothing else is to be done
   */
  public @Nullable RejectReason refusal() {
    return entry instanceof Forbidden forbidden ? reason(forbidden) : null;
  }

  private RejectReason reason(Forbidden forbidden) {
    return SignInThrottle.reason(forbidden, claimed, client);
  }

  /** It was wrong, or nobody waited for the answer. */
  public void failed() {
    if (entry instanceof Attempt attempt) {
      throttle.failed(attempt);
    }
  }

  /** It was not wrong, or nobody could tell; no address becomes known by this. */
  public void passed() {
    if (entry instanceof Attempt attempt) {
      throttle.passed(attempt);
    }
  }

  /** It was right. Not null if the answer has to be withheld all the same. */
  @Nullable RejectReason succeeded(UserPrincipal principal) {
    if (!(entry instanceof Attempt attempt)) {
      throw new IllegalStateException("a forbidden guess was judged");
    }
    Forbidden forbidden = throttle.succeeded(attempt, principal);
    return forbidden == null ? null : reason(forbidden);
  }
}
