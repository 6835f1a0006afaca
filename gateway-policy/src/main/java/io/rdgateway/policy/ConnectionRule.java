/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule about tunnels (RD CAP): whom it lets in from where, how and when, and under which terms.
 * It matches when all of its conditions hold; the subjects are always one, the others where the
 * builder sets them. The rules of a policy are ordered, and the first that is enabled and matches
 * decides. Immutable.
 */
public final class ConnectionRule {

  /** The longest time-out: a year of 365 days. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(365);

  private final String name;
  private final boolean enabled;
  private final Subjects subjects;
  private final ConnectionConditions conditions;
  private final TunnelGrant grant;

  private ConnectionRule(Builder builder) {
    this.name = builder.name;
    this.enabled = builder.enabled;
    this.subjects = builder.subjects;
    this.conditions =
        new ConnectionConditions(
            builder.subjects,
            builder.signInClasses,
            builder.schemes,
            builder.clientNetworks,
            builder.clientNames,
            builder.schedule);
    if (builder.reauthenticate && builder.sessionTimeout.isZero()) {
      throw new IllegalArgumentException(
          "to reauthenticate at the session time-out needs a session time-out");
    }
    this.grant =
        new TunnelGrant(
            builder.disabled,
            builder.idleTimeout,
            builder.sessionTimeout,
            builder.reauthenticate,
            Map.of());
  }

  /**
   * Begins a rule that is enabled, leaves every redirection on and sets no time-out.
   *
   * @param name unique among the connection rules of a policy without regard to case; 1 to {@value
   *     RulePolicy#MAX_RULE_NAME_LENGTH} characters
   * @param subjects whom it is for
   * @return a builder
   * @throws IllegalArgumentException if the name is blank, too long, or has control characters or
   *     outer spaces
   */
  public static Builder builder(String name, Subjects subjects) {
    return new Builder(name, subjects);
  }

  /**
   * The name, which events and explanations state.
   *
   * @return as it was written
   */
  public String name() {
    return name;
  }

  /**
   * Whether the rule counts.
   *
   * @return false for one that is kept but passed over
   */
  public boolean enabled() {
    return enabled;
  }

  /**
   * Whom the rule is for.
   *
   * @return users and groups
   */
  public Subjects subjects() {
    return subjects;
  }

  /**
   * The classes of proof that the rule accepts.
   *
   * @return empty for all
   */
  public List<SignInClass> signInClasses() {
    return conditions.signInClasses();
  }

  /**
   * The sign-in schemes that the rule accepts.
   *
   * @return empty for all
   */
  public List<AuthScheme> schemes() {
    return conditions.schemes();
  }

  /**
   * Where clients may come from.
   *
   * @return empty for everywhere
   */
  public List<Target.AddressRange> clientNetworks() {
    return conditions.clientNetworks();
  }

  /**
   * Patterns for the names that clients give themselves.
   *
   * @return folded; empty for all
   */
  public List<String> clientNames() {
    return conditions.clientNames();
  }

  /**
   * When the rule counts.
   *
   * @return null for always
   */
  public @Nullable Schedule schedule() {
    return conditions.schedule();
  }

  /**
   * The terms of a tunnel.
   *
   * @return always without attributes
   */
  public TunnelGrant grant() {
    return grant;
  }

  boolean matches(TunnelFacts facts) {
    return enabled && conditions.hold(facts);
  }

  /** Why the rule does not let somebody in, each as the rest of a sentence; empty if it does. */
  List<String> objections(TunnelFacts facts) {
    return enabled ? conditions.failures(facts) : List.of(Objections.DISABLED);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectionRule that
        && name.equals(that.name)
        && enabled == that.enabled
        && conditions.equals(that.conditions)
        && grant.equals(that.grant);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + grant.hashCode();
  }

  @Override
  public String toString() {
    return "connection rule \"" + name + "\"" + (enabled ? "" : " (disabled)") + ": " + conditions;
  }

  /** Collects the terms of a rule. Not thread-safe. */
  public static final class Builder extends ConditionBuilder<Builder> {
    private final String name;
    private final Subjects subjects;
    private final Set<Redirection> disabled = EnumSet.noneOf(Redirection.class);
    private Duration idleTimeout = Duration.ZERO;
    private Duration sessionTimeout = Duration.ZERO;
    private boolean reauthenticate;
    private final List<String> clientNames = new ArrayList<>();
    private @Nullable Schedule schedule;

    private Builder(String name, Subjects subjects) {
      this.name = Texts.requireName("the name of a rule", name, RulePolicy.MAX_RULE_NAME_LENGTH);
      this.subjects = subjects;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Accepts only clients that call themselves by certain names. The name is what the client's
     * machine says of itself, without proof: it keeps order among honest clients and stops nobody
     * else.
     *
     * @param patterns names without regard to case, with {@code *} for any characters inside one
     *     label and {@code ?} for one, as in {@code pc-*}; at most 253 characters; added to those
     *     named before
     * @return this
     * @throws IllegalArgumentException if one is blank, too long, has two stars in a row, control
     *     characters or outer spaces
     */
    public Builder clientNames(String... patterns) {
      for (String pattern : patterns) {
        clientNames.add(ClientNames.pattern(pattern));
      }
      return this;
    }

    /**
     * Limits the rule to certain hours. It is looked at when a tunnel opens, at a reauthentication
     * and at a review.
     *
     * @param hours when the rule counts
     * @return this
     */
    public Builder schedule(Schedule hours) {
      schedule = hours;
      return this;
    }

    /**
     * Accepts the switch of other gateways that lets users reach only hosts which enforce what the
     * gateway disables. A relay does not see the inner connection, so it cannot know that a host
     * does.
     *
     * @param only false
     * @return this
     * @throws IllegalArgumentException if it is true
     */
    public Builder onlyHostsThatEnforceRedirection(boolean only) {
      if (only) {
        throw new IllegalArgumentException(
            "a relay cannot know whether a host enforces what the gateway disables; set this to"
                + " false, and limit the hosts by resource policies");
      }
      return this;
    }

    /**
     * Tells the client to switch redirections off.
     *
     * @param redirections added to those named before
     * @return this
     */
    public Builder disable(Redirection... redirections) {
      Collections.addAll(disabled, redirections);
      return this;
    }

    /**
     * Tells the client to switch every redirection off.
     *
     * @return this
     */
    public Builder disableAllRedirections() {
      disabled.addAll(EnumSet.allOf(Redirection.class));
      return this;
    }

    /**
     * Ends a tunnel without data from the client.
     *
     * @param timeout whole seconds up to {@link #MAX_TIMEOUT}; zero for none
     * @return this
     * @throws IllegalArgumentException if it is something else
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = checked(timeout);
      return this;
    }

    /**
     * Ends a tunnel after a time.
     *
     * @param timeout whole seconds up to {@link #MAX_TIMEOUT}; zero for none
     * @return this
     * @throws IllegalArgumentException if it is something else
     */
    public Builder sessionTimeout(Duration timeout) {
      sessionTimeout = checked(timeout);
      return this;
    }

    /**
     * Chooses what the end of the session time does.
     *
     * @param reauthenticate true lets a capable client prove itself again and go on if the policies
     *     still allow it; false, the default, ends the tunnel
     * @return this
     */
    public Builder reauthenticateAtTimeout(boolean reauthenticate) {
      this.reauthenticate = reauthenticate;
      return this;
    }

    private static Duration checked(Duration timeout) {
      if (timeout.isNegative()
          || !timeout.equals(timeout.truncatedTo(ChronoUnit.SECONDS))
          || timeout.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException("a time-out is in whole seconds, at most 365 days");
      }
      return timeout;
    }

    /**
     * Ends the rule.
     *
     * @return the rule
     * @throws IllegalArgumentException if a condition names one thing twice, or the rule shall
     *     reauthenticate without a session time-out
     */
    public ConnectionRule build() {
      return new ConnectionRule(this);
    }
  }
}
