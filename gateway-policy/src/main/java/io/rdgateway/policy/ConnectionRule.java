/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule about tunnels (RD CAP): whom it lets in, and under which terms. The rules of a policy are
 * ordered, and the first that is enabled and matches decides. Immutable.
 */
public final class ConnectionRule {

  /** The longest time-out: a year of 365 days. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(365);

  private final String name;
  private final boolean enabled;
  private final Subjects subjects;
  private final TunnelGrant grant;

  private ConnectionRule(Builder builder) {
    this.name = builder.name;
    this.enabled = builder.enabled;
    this.subjects = builder.subjects;
    this.grant =
        new TunnelGrant(
            builder.disabled, builder.idleTimeout, builder.sessionTimeout, false, Map.of());
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
   * The terms of a tunnel.
   *
   * @return always without attributes
   */
  public TunnelGrant grant() {
    return grant;
  }

  /** Why the rule does not let somebody in, as the rest of a sentence; null if it does. */
  @Nullable String objection(Identity who) {
    if (!enabled) {
      return Objections.DISABLED;
    }
    return subjects.include(who) ? null : Objections.NOT_FOR_THE_USER;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectionRule that
        && name.equals(that.name)
        && enabled == that.enabled
        && subjects.equals(that.subjects)
        && grant.equals(that.grant);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + grant.hashCode();
  }

  @Override
  public String toString() {
    return "connection rule \"" + name + "\"" + (enabled ? "" : " (disabled)") + ": " + subjects;
  }

  /** Collects the terms of a rule. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Subjects subjects;
    private final Set<Redirection> disabled = EnumSet.noneOf(Redirection.class);
    private boolean enabled = true;
    private Duration idleTimeout = Duration.ZERO;
    private Duration sessionTimeout = Duration.ZERO;

    private Builder(String name, Subjects subjects) {
      this.name = Texts.requireName("the name of a rule", name, RulePolicy.MAX_RULE_NAME_LENGTH);
      this.subjects = subjects;
    }

    /**
     * Switches the rule on or off.
     *
     * @param enabled false keeps it without effect
     * @return this
     */
    public Builder enabled(boolean enabled) {
      this.enabled = enabled;
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
     */
    public ConnectionRule build() {
      return new ConnectionRule(this);
    }
  }
}
