/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConsentMessage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that users have to agree to before anything else (MS-TSGU 2.2.10.19). The rules of a
 * policy are ordered, and the first that is enabled and matches shows its text; without conditions
 * it matches everybody. The text is sent before the client has stated its name, so a rule cannot
 * ask for that. Immutable.
 */
public final class ConsentRule {
  private final String name;
  private final boolean enabled;
  private final ConnectionConditions conditions;
  private final ConsentMessage message;

  private ConsentRule(Builder builder) {
    name = builder.name;
    enabled = builder.enabled;
    conditions =
        new ConnectionConditions(
            builder.subjects,
            builder.signInClasses,
            builder.schemes,
            builder.clientNetworks,
            List.of(),
            null);
    message = new ConsentMessage(builder.text, builder.required);
  }

  /**
   * Begins a rule that is enabled, for everybody, and refuses clients that cannot show the text.
   *
   * @param name unique among the consent rules of a policy without regard to case; 1 to {@value
   *     RulePolicy#MAX_RULE_NAME_LENGTH} characters
   * @param text 1 to {@value ConsentMessage#MAX_LENGTH} characters
   * @return a builder
   * @throws IllegalArgumentException if the name is blank, too long, or has control characters or
   *     outer spaces
   */
  public static Builder builder(String name, String text) {
    return new Builder(name, text);
  }

  /**
   * The name.
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
   * @return null for everybody
   */
  public @Nullable Subjects subjects() {
    return conditions.subjects();
  }

  /**
   * The classes of proof that the rule is for.
   *
   * @return empty for all
   */
  public List<SignInClass> signInClasses() {
    return conditions.signInClasses();
  }

  /**
   * The sign-in schemes that the rule is for.
   *
   * @return empty for all
   */
  public List<AuthScheme> schemes() {
    return conditions.schemes();
  }

  /**
   * Where the clients come from that the rule is for.
   *
   * @return empty for everywhere
   */
  public List<Target.AddressRange> clientNetworks() {
    return conditions.clientNetworks();
  }

  /**
   * What the user is shown.
   *
   * @return the text, and whether clients that cannot show it are refused
   */
  public ConsentMessage message() {
    return message;
  }

  boolean matches(TunnelFacts facts) {
    return enabled && conditions.hold(facts);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConsentRule that
        && name.equals(that.name)
        && enabled == that.enabled
        && conditions.equals(that.conditions)
        && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, message);
  }

  @Override
  public String toString() {
    return "consent rule \"" + name + "\"" + (enabled ? "" : " (disabled)");
  }

  /** Collects the terms of a rule. Not thread-safe. */
  public static final class Builder extends ConditionBuilder<Builder> {
    private final String name;
    private final String text;
    private @Nullable Subjects subjects;
    private boolean required = true;

    private Builder(String name, String text) {
      this.name = Texts.requireName("the name of a rule", name, RulePolicy.MAX_RULE_NAME_LENGTH);
      this.text = text;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Says whether clients without the capability for consent messages are refused.
     *
     * @param value false lets them in without the text
     * @return this
     */
    public Builder required(boolean value) {
      required = value;
      return this;
    }

    /**
     * Shows the text to these only.
     *
     * @param value users and groups
     * @return this
     */
    public Builder subjects(Subjects value) {
      subjects = value;
      return this;
    }

    /**
     * Ends the rule.
     *
     * @return the rule
     * @throws IllegalArgumentException if the text is empty, too long or has a NUL, or a condition
     *     is there twice
     */
    public ConsentRule build() {
      return new ConsentRule(this);
    }
  }
}
