/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.throttle.ThrottleTables.Attempt;
import io.rdgateway.auth.throttle.ThrottleTables.Forbidden;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows the guessing of passwords for all ways of signing in together. Put it around the whole
 * combination of authenticators:
 *
 * <pre>{@code Authenticator signIn = SignInThrottle.create().around(Authenticators.combine(...));}
 * </pre>
 *
 * <h2>The rules</h2>
 *
 * A try is not judged at all, and refused with the code {@code throttled}, when
 *
 * <ul>
 *   <li>the <b>user at this address</b> has failed too often: after some free failures the waiting
 *       time doubles with each ({@link Builder#delays});
 *   <li>the <b>user</b> has failed too often from addresses that she never used ({@link
 *       Builder#userRate}). Addresses from where she has signed in within 30 days are heard all the
 *       same, so that an attack does not lock her out at home and at work;
 *   <li>the <b>address</b> has failed too often, over all users ({@link Builder#addressRate});
 *       again except for users who have signed in from there.
 * </ul>
 *
 * Only failures count, so users who succeed are never slowed, however many connections and messages
 * their client needs; messages that begin a sign-in are neither counted nor refused. A try counts
 * as pending from its beginning, so thousands at once gain nothing, except that one address may for
 * once have as many at once as core judges at once; it then waits accordingly longer. When the
 * identity system did not answer, nothing was learned and nothing is counted; when the client left,
 * or time ran out, it is. Proofs that name nobody before they are verified (tokens, tickets,
 * certificates) cannot be guessed one by one: ten times the address's rate holds for them. Unknown
 * users are treated like known ones, so the throttle tells nobody who exists. IPv6 addresses count
 * by their /64.
 *
 * <p>Refusals come at once. To hold an answer back would cost the gateway a connection for each
 * guess, and the attacker nothing; and a client that is told nothing retries anyway.
 *
 * <h2>Memory</h2>
 *
 * Names and addresses of failures are chosen by attackers, so failures are kept in sketches of
 * fixed size, some 26 MiB in all, which forget nothing before its time: see {@link RateSketch}.
 * Filling them up can make unknown addresses wait longer, and that takes hundreds of thousands of
 * failures an hour, from thousands of addresses that all exhaust their rate; it cannot unlock
 * anything, and does not touch users at known addresses. Those are in an exact table, which only a
 * success fills, with at most 16 addresses of a user; the oldest success makes room.
 *
 * <p>Live tunnels are not touched: a {@linkplain Authenticator#revalidate review} passes straight
 * through, and failures of others do not end anything.
 *
 * <p>Thread-safe. One throttle may stand around several authenticators.
 */
public final class SignInThrottle {
  /** The code of the refusal. */
  public static final String CODE = "throttled";

  private static final Logger LOG = LoggerFactory.getLogger(SignInThrottle.class);
  private static final int SHOWN_NAME = 64;

  private final ThrottleTables tables;
  private final InstantSource clock;
  private final LongSupplier ticks;
  private final long start;
  private final ThrottlePeers peers;

  private SignInThrottle(Builder builder) {
    clock = builder.clock;
    ticks = builder.ticks;
    start = ticks.getAsLong();
    peers = builder.peers;
    tables =
        new ThrottleTables(
            builder.userRate,
            builder.addressRate,
            builder.delays,
            new KnownAddresses(builder.knownFor.toNanos(), builder.maxKnown));
  }

  /**
   * A throttle with the default rates.
   *
   * @return a new one, which has counted nothing
   */
  public static SignInThrottle create() {
    return builder().build();
  }

  /**
   * Starts the configuration.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Puts the throttle around an authenticator and all steps that come out of it.
   *
   * @param authenticator usually the combination of all
   * @return offers the same schemes
   */
  public Authenticator around(Authenticator authenticator) {
    return new ThrottledAuthenticator(this, authenticator);
  }

  /**
   * Counts what another gateway has seen ({@link ThrottlePeers}), or restores what {@link
   * #knownAddresses} gave before a restart.
   *
   * @param outcome of another gateway or an earlier run
   */
  public void learn(SignInOutcome outcome) {
    long now = now();
    String user = outcome.user();
    if (!outcome.succeeded()) {
      tables.learnFailure(user, outcome.address(), now);
    } else if (user != null) {
      Duration age = Duration.between(outcome.at(), clock.instant());
      // Clocks differ; what comes from the future has happened just now.
      long nanos = age.isNegative() ? 0 : TimeUnit.SECONDS.toNanos(age.toSeconds());
      tables.learnSuccess(user, outcome.address(), now - nanos);
    }
  }

  /**
   * From where users have signed in lately, to be kept over a restart: otherwise a user under
   * attack is not heard from anywhere until the attack is over.
   *
   * @return successes, oldest users first; at most {@link Builder#maxKnown}
   */
  public List<SignInOutcome> knownAddresses() {
    long now = now();
    Instant instant = clock.instant();
    return tables.known(now).stream()
        .map(
            entry ->
                new SignInOutcome(
                    entry.user(),
                    entry.address(),
                    true,
                    instant.minusNanos(now - entry.lastSuccess())))
        .toList();
  }

  /**
   * Begins a guess that is not judged by an authenticator, such as by a KDC behind a proxy.
   *
   * @param claimed whom it is for, as the client spells it; null if it names nobody
   * @param client where it comes from
   * @return says whether it may be judged; if so, it has to be told the outcome
   */
  public Guess guess(@Nullable String claimed, InetAddress client) {
    String user = claimed == null ? null : ThrottleKeys.user(claimed);
    return new Guess(
        this, claimed, client, tables.enter(user, ThrottleKeys.address(client), now()));
  }

  void failed(Attempt attempt) {
    if (tables.fail(attempt, now())) {
      tell(attempt.user(), attempt.address(), false);
    }
  }

  void passed(Attempt attempt) {
    tables.pass(attempt);
  }

  @Nullable Forbidden succeeded(Attempt attempt, UserPrincipal principal) {
    String user = ThrottleKeys.user(principal.name());
    Forbidden forbidden = tables.succeed(attempt, user, now());
    if (forbidden == null) {
      tell(user, attempt.address(), true);
      String claimed = attempt.user();
      if (claimed != null && !claimed.equals(user)) {
        tell(claimed, attempt.address(), true);
      }
    }
    return forbidden;
  }

  private void tell(@Nullable String user, String address, boolean succeeded) {
    try {
      peers.tell(new SignInOutcome(user, address, succeeded, clock.instant()));
    } catch (RuntimeException e) {
      LOG.warn(
          "the other gateways could not be told of a sign-in, this one counts alone: {}",
          e.toString());
    }
  }

  private long now() {
    return ticks.getAsLong() - start;
  }

  /** The reason of a refusal. The name helps to see who is attacked; events escape it. */
  static RejectReason reason(Forbidden forbidden, @Nullable String claimed, InetAddress client) {
    String name = claimed == null ? "" : claimed;
    String shown = name.length() > SHOWN_NAME ? name.substring(0, SHOWN_NAME) + "..." : name;
    String who =
        switch (forbidden.rule()) {
          case USER_AT_ADDRESS -> "the user " + shown + " at this address";
          case USER -> "the user " + shown + " from addresses that are new for her or him";
          case ADDRESS -> "the address " + ThrottleKeys.address(client);
        };
    long seconds = TimeUnit.NANOSECONDS.toSeconds(forbidden.waitNanos()) + 1;
    return new RejectReason(
        CODE, "too many failed sign-ins of " + who + "; heard again in " + seconds + " s");
  }

  /** Configures a {@link SignInThrottle}. Not thread-safe. */
  public static final class Builder {
    private Rate userRate = new Rate(30, Duration.ofHours(1));
    private Rate addressRate = new Rate(60, Duration.ofHours(1));
    private GrowingDelay delays =
        new GrowingDelay(5, Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofHours(1));
    private Duration knownFor = Duration.ofDays(30);
    private int maxKnown = 100_000;
    private ThrottlePeers peers = outcome -> {};
    private InstantSource clock = Clock.systemUTC();
    private LongSupplier ticks = System::nanoTime;

    private Builder() {}

    /**
     * How often one user may fail from addresses that are new for her.
     *
     * @param rate 30 an hour by default
     * @return this
     */
    public Builder userRate(Rate rate) {
      userRate = rate;
      return this;
    }

    /**
     * How often one address may fail over all users who are new there. Many people may share an
     * address.
     *
     * @param rate 60 an hour by default; at most 100,000 in its period
     * @return this
     */
    public Builder addressRate(Rate rate) {
      if (rate.count() > 100_000) {
        throw new IllegalArgumentException(
            "an address can fail at most 100,000 times in a period, not " + rate.count());
      }
      addressRate = rate;
      return this;
    }

    /**
     * How long one user at one address waits after failures.
     *
     * @param delay by default five are free, then two seconds that double up to 15 minutes,
     *     forgotten after an hour without a failure
     * @return this
     */
    public Builder delays(GrowingDelay delay) {
      delays = delay;
      return this;
    }

    /**
     * How long an address stays known after a success.
     *
     * @param time one second to a year; 30 days by default
     * @return this
     */
    public Builder knownFor(Duration time) {
      if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofDays(366)) > 0) {
        throw new IllegalArgumentException(
            "an address stays known for one second to a year, not " + time);
      }
      knownFor = time;
      return this;
    }

    /**
     * How many pairs of users and addresses are known at most.
     *
     * @param count 1 to 10,000,000, some 300 bytes each; 100,000 by default
     * @return this
     */
    public Builder maxKnown(int count) {
      if (count < 1 || count > 10_000_000) {
        throw new IllegalArgumentException("1 to 10,000,000 addresses can be known, not " + count);
      }
      maxKnown = count;
      return this;
    }

    /**
     * Shares what is counted with other gateways.
     *
     * @param others nobody by default
     * @return this
     */
    public Builder peers(ThrottlePeers others) {
      peers = others;
      return this;
    }

    /**
     * Where times come from that are told to others.
     *
     * @param source the system's clock by default
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Where times come from that are counted with, which no change of the clock moves.
     *
     * @param nanos as {@link System#nanoTime}, the default
     * @return this
     */
    public Builder ticks(LongSupplier nanos) {
      ticks = nanos;
      return this;
    }

    /**
     * Finishes.
     *
     * @return a throttle that has counted nothing
     */
    public SignInThrottle build() {
      return new SignInThrottle(this);
    }
  }
}
