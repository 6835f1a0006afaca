/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule about hosts (RD RAP): who may reach which of them on which ports. The rules of a policy
 * add up: any that is enabled and matches allows. Immutable.
 */
public final class ResourceRule {

  private final String name;
  private final boolean enabled;
  private final Subjects subjects;
  private final List<Target> targets;
  private final List<String> resourceGroups;
  private final List<PortRange> ports;

  private ResourceRule(Builder builder) {
    this.name = builder.name;
    this.enabled = builder.enabled;
    this.subjects = builder.subjects;
    this.targets = List.copyOf(builder.targets);
    this.resourceGroups = List.copyOf(builder.resourceGroups);
    this.ports = builder.ports.isEmpty() ? List.of(PortRange.RDP) : List.copyOf(builder.ports);
    Texts.requireDistinct("the host", targets.stream().map(Target::text).toList());
    Texts.requireDistinct("the port", ports.stream().map(PortRange::toString).toList());
    Texts.foldDistinct("the resource group", resourceGroups);
    int named = targets.size() + resourceGroups.size();
    if (named == 0) {
      throw new IllegalArgumentException(
          "a resource rule needs at least one host or resource group");
    }
    if (named > 1 && targets.contains(new Target.Any())) {
      throw new IllegalArgumentException(
          "any host covers the others already; reserved addresses need a rule of their own");
    }
    if (ports.size() > 1 && ports.contains(PortRange.ANY)) {
      throw new IllegalArgumentException("any port covers the others already");
    }
  }

  /**
   * Begins a rule that is enabled and opens port 3389 until {@link Builder#ports} or another method
   * names ports.
   *
   * @param name unique among the resource rules of a policy without regard to case; 1 to {@value
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
   * What the rule opens beside its {@link #resourceGroups()}.
   *
   * @return empty if it has groups alone
   */
  public List<Target> targets() {
    return targets;
  }

  /**
   * The groups whose hosts the rule opens.
   *
   * @return their names as they were written; {@link RulePolicy#resourceGroups()} holds the groups
   */
  public List<String> resourceGroups() {
    return resourceGroups;
  }

  /**
   * The ports that the rule opens.
   *
   * @return at least one
   */
  public List<PortRange> ports() {
    return ports;
  }

  /**
   * Why the rule does not open a host that its targets cover, as the rest of a sentence; null if it
   * does.
   *
   * @param includesUser whether its subjects do
   */
  @Nullable String objection(boolean includesUser, ChannelFacts facts) {
    if (!enabled) {
      return Objections.DISABLED;
    }
    if (!includesUser) {
      return Objections.NOT_FOR_THE_USER;
    }
    for (PortRange range : ports) {
      if (range.contains(facts.port())) {
        return null;
      }
    }
    return facts.portClosed();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceRule that
        && name.equals(that.name)
        && enabled == that.enabled
        && subjects.equals(that.subjects)
        && targets.equals(that.targets)
        && resourceGroups.equals(that.resourceGroups)
        && ports.equals(that.ports);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + targets.hashCode();
  }

  @Override
  public String toString() {
    return "resource rule \""
        + name
        + "\""
        + (enabled ? "" : " (disabled)")
        + ": "
        + subjects
        + ", hosts "
        + targets.stream().map(Target::text).toList()
        + ", resource groups "
        + resourceGroups
        + ", ports "
        + ports;
  }

  /** Collects hosts and ports. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Subjects subjects;
    private final List<Target> targets = new ArrayList<>();
    private final List<String> resourceGroups = new ArrayList<>();
    private final List<PortRange> ports = new ArrayList<>();
    private boolean enabled = true;

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
     * Opens hosts.
     *
     * @param texts names, patterns, templates, addresses and ranges as {@link Target#parse} reads
     *     them
     * @return this
     * @throws IllegalArgumentException if one of them is none of these
     */
    public Builder hosts(String... texts) {
      for (String text : texts) {
        targets.add(Target.parse(text));
      }
      return this;
    }

    /**
     * Opens hosts.
     *
     * @param more added to those named before
     * @return this
     */
    public Builder targets(Target... more) {
      Collections.addAll(targets, more);
      return this;
    }

    /**
     * Opens the hosts of groups.
     *
     * @param names of groups that the policy declares, spelt as there; added to those named before
     * @return this
     */
    public Builder resourceGroups(String... names) {
      Collections.addAll(resourceGroups, names);
      return this;
    }

    /**
     * Opens every host except reserved addresses.
     *
     * @return this
     */
    public Builder anyHost() {
      return targets(new Target.Any());
    }

    /**
     * Opens ports.
     *
     * @param numbers 1 to 65535, added to those named before
     * @return this
     * @throws IllegalArgumentException if one of them is something else
     */
    public Builder ports(int... numbers) {
      for (int number : numbers) {
        ports.add(PortRange.of(number));
      }
      return this;
    }

    /**
     * Opens ports.
     *
     * @param more added to those named before
     * @return this
     */
    public Builder portRanges(PortRange... more) {
      Collections.addAll(ports, more);
      return this;
    }

    /**
     * Opens every port.
     *
     * @return this
     */
    public Builder anyPort() {
      return portRanges(PortRange.ANY);
    }

    /**
     * Ends the rule.
     *
     * @return the rule
     * @throws IllegalArgumentException if no host or group was named, one of them or a port was
     *     named twice, or "any" stands beside others
     */
    public ResourceRule build() {
      return new ResourceRule(this);
    }
  }
}
