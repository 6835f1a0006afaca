/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.throttle.KnownAddresses.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is counted, under one lock. Users and addresses come as {@link ThrottleKeys} gives them;
 * times are nanoseconds since the tables were made.
 */
final class ThrottleTables {
  /** Proofs that name nobody cannot be guessed; a broken client should not silence its office. */
  private static final int NAMELESS_PER_GUESS = 10;

  private final RateSketch byUser;
  private final RateSketch byAddress;
  private final RateSketch namelessByAddress;
  private final DelaySketch byBoth;
  private final KnownAddresses known;
  private final GrowingDelay delay;

  ThrottleTables(Rate user, Rate address, GrowingDelay delay, KnownAddresses known) {
    byUser = new RateSketch(user);
    byAddress = new RateSketch(address);
    namelessByAddress =
        new RateSketch(new Rate(address.count() * NAMELESS_PER_GUESS, address.period()));
    byBoth = new DelaySketch(delay);
    this.known = known;
    this.delay = delay;
  }

  /** Whether a try may be judged. */
  sealed interface Entry {}

  /** It may not, because of a rule and for so long. */
  record Forbidden(Rule rule, long waitNanos) implements Entry {}

  enum Rule {
    USER_AT_ADDRESS,
    USER,
    ADDRESS
  }

  /** It may, and counts as pending until it is settled. */
  static final class Attempt implements Entry {
    private final @Nullable String user;
    private final String address;
    private final @Nullable Place place;
    private boolean settled;

    private Attempt(@Nullable String user, String address, @Nullable Place place) {
      this.user = user;
      this.address = address;
      this.place = place;
    }

    @Nullable String user() {
      return user;
    }

    String address() {
      return address;
    }
  }

  /**
   * A credential is about to be judged.
   *
   * @param user null if it names nobody: then it may be a first message, which proves nothing
   */
  synchronized Entry enter(@Nullable String user, String address, long now) {
    if (user == null) {
      return new Attempt(null, address, null);
    }
    Place place = known.find(user, address, now);
    Forbidden forbidden = place != null ? atKnown(place, now) : atUnknown(user, address, now);
    if (forbidden != null) {
      return forbidden;
    }
    if (place != null) {
      place.pending++;
    } else {
      byBoth.begin(both(user, address));
      byUser.begin(user);
    }
    return new Attempt(user, address, place);
  }

  /** Where she has been let in before, only her own failures there count. */
  private @Nullable Forbidden atKnown(Place place, long now) {
    return forbidden(
        Rule.USER_AT_ADDRESS, delay.waitFor(place.failures, place.lastFailure, place.pending, now));
  }

  private @Nullable Forbidden atUnknown(String user, String address, long now) {
    Forbidden first = forbidden(Rule.USER, byUser.waitFor(user, now));
    if (first == null) {
      first = forbidden(Rule.ADDRESS, byAddress.waitFor(address, now));
    }
    return first != null
        ? first
        : forbidden(Rule.USER_AT_ADDRESS, byBoth.waitFor(both(user, address), now));
  }

  private static @Nullable Forbidden forbidden(Rule rule, long wait) {
    return wait > 0 ? new Forbidden(rule, wait) : null;
  }

  /** It was refused. False if the attempt has been settled before. */
  synchronized boolean fail(Attempt attempt, long now) {
    if (!settle(attempt)) {
      return false;
    }
    if (attempt.place != null) {
      failAt(attempt.place, now);
    } else {
      countFailure(attempt.user, attempt.address, now);
    }
    return true;
  }

  /** It was not refused, or by nobody who knows. */
  synchronized boolean pass(Attempt attempt) {
    return settle(attempt);
  }

  /**
   * It was accepted. A proof without a name is looked at only now, so that the first messages of a
   * known user pass; what comes above the rate tells its sender nothing.
   */
  synchronized @Nullable Forbidden succeed(Attempt attempt, String user, long now) {
    if (attempt.user == null && known.find(user, attempt.address, now) == null) {
      Forbidden forbidden =
          forbidden(Rule.ADDRESS, namelessByAddress.waitFor(attempt.address, now));
      if (forbidden != null) {
        return forbidden;
      }
    }
    if (settle(attempt)) {
      known.succeed(user, attempt.address, now);
      if (attempt.user != null) {
        known.succeed(attempt.user, attempt.address, now);
        // Only who has been judged under a name. What a token's issuer calls its user may be
        // anybody's name, and would otherwise buy guesses of that user's password.
        known.forgive(user, attempt.address);
        known.forgive(attempt.user, attempt.address);
      }
    }
    return null;
  }

  private boolean settle(Attempt attempt) {
    if (attempt.settled) {
      return false;
    }
    attempt.settled = true;
    if (attempt.place != null) {
      attempt.place.pending--;
    } else if (attempt.user != null) {
      byBoth.end(both(attempt.user, attempt.address));
      byUser.end(attempt.user);
    }
    return true;
  }

  /** Another gateway has refused it. */
  synchronized void learnFailure(@Nullable String user, String address, long now) {
    Place place = user == null ? null : known.find(user, address, now);
    if (place != null) {
      failAt(place, now);
    } else {
      countFailure(user, address, now);
    }
  }

  /**
   * Another gateway, or an earlier run of this one, has accepted it; by what kind of proof is not
   * known here.
   */
  synchronized void learnSuccess(String user, String address, long when) {
    known.succeed(user, address, when);
  }

  private void failAt(Place place, long now) {
    place.failures = delay.remembered(place.failures, place.lastFailure, now) + 1;
    place.lastFailure = now;
  }

  private void countFailure(@Nullable String user, String address, long now) {
    if (user == null) {
      // Nothing keeps these failures from coming, so those above the rate must not add up to weeks.
      if (namelessByAddress.waitFor(address, now) == 0) {
        namelessByAddress.count(address, now);
      }
    } else {
      byBoth.fail(both(user, address), now);
      byUser.count(user, now);
      byAddress.count(address, now);
    }
  }

  synchronized List<KnownAddresses.Entry> known(long now) {
    return known.entries(now);
  }

  /** An address has no line break. */
  private static String both(String user, String address) {
    return address + "\n" + user;
  }
}
