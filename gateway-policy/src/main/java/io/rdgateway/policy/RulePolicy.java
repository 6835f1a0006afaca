/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy made of rules. What no enabled rule allows is denied, unless {@link
 * Builder#otherwiseNotApplicable()} leaves it to others; a policy without rules denies everything.
 *
 * <p>Tunnels: the first connection rule that is enabled and whose conditions all hold decides.
 * Hosts: any resource rule that is enabled, names the user, covers the host and opens the port
 * allows; rules that name the very address come first, then those that name the host, then patterns
 * and ranges, each in the order of the policy. The port is the one that the client asked for. A
 * rule that names the address opens it even if it is reserved ({@link
 * ChannelGrant#opensReservedAddress()}); no other does.
 *
 * <p>An allowance carries the name of the rule that decided; a denial says in one sentence of
 * bounded length which rules were passed over and why. Immutable, thread-safe, and never blocks.
 * Policies are equal if their rules and groups are.
 */
public final class RulePolicy implements AuthorizationPolicy {

  /** The longest name of a rule in characters. */
  public static final int MAX_RULE_NAME_LENGTH = 100;

  /** What denies a tunnel that no rule allows. */
  public static final String CONNECTION_POLICIES = "connection-policies";

  /** What denies a channel that no rule allows. */
  public static final String RESOURCE_POLICIES = "resource-policies";

  private final PolicyLimits limits;
  private final List<ConsentRule> consentRules;
  private final List<ConnectionRule> connectionRules;
  private final List<ResourceRule> resourceRules;
  private final List<ResourceGroup> resourceGroups;
  private final ConnectionRules byConnection;
  private final ResourceRules byResource;
  private final HostAliases aliases;

  private final InstantSource clock;
  private final boolean leavesToOthers;

  private RulePolicy(Builder builder) {
    this.clock = builder.clock;
    this.leavesToOthers = builder.leavesToOthers;
    this.limits = builder.limits;
    this.consentRules = List.copyOf(builder.consentRules);
    this.connectionRules = List.copyOf(builder.connectionRules);
    this.resourceRules = List.copyOf(builder.resourceRules);
    this.resourceGroups = List.copyOf(builder.resourceGroups.values());
    this.byConnection = new ConnectionRules(connectionRules);
    this.byResource = new ResourceRules(resourceRules, builder.resourceGroups);
    this.aliases = builder.aliases;
  }

  /**
   * Begins a policy without rules.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins a policy with all of this one.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder().clock(clock).hostAliases(aliases).limits(limits);
    builder.leavesToOthers = leavesToOthers;
    resourceGroups.forEach(builder::resourceGroup);
    consentRules.forEach(builder::consentRule);
    connectionRules.forEach(builder::connectionRule);
    resourceRules.forEach(builder::resourceRule);
    return builder;
  }

  /**
   * How many tunnels and channels there may be at once. The gateway counts; the application puts
   * them in force.
   *
   * @return {@link PolicyLimits#NONE} unless set
   */
  public PolicyLimits limits() {
    return limits;
  }

  /**
   * The texts that users have to agree to.
   *
   * @return in their order
   */
  public List<ConsentRule> consentRules() {
    return consentRules;
  }

  /**
   * The rules about tunnels.
   *
   * @return in their order
   */
  public List<ConnectionRule> connectionRules() {
    return connectionRules;
  }

  /**
   * The rules about hosts.
   *
   * @return in the order of the policy
   */
  public List<ResourceRule> resourceRules() {
    return resourceRules;
  }

  /**
   * The groups of hosts that rules refer to.
   *
   * @return in the order of the policy
   */
  public List<ResourceGroup> resourceGroups() {
    return resourceGroups;
  }

  /**
   * The hosts that enabled rules name, one by one or in their groups: what {@link ResolvedNames}
   * has to know. Addresses, patterns and templates are not among them.
   *
   * @return normalised names
   */
  public Set<String> hostNames() {
    Set<String> groups = new HashSet<>();
    Set<String> names = new LinkedHashSet<>();
    for (ResourceRule rule : resourceRules) {
      if (rule.enabled()) {
        collectNames(rule.targets(), names);
        groups.addAll(rule.resourceGroups());
      }
    }
    for (ResourceGroup group : resourceGroups) {
      if (groups.contains(group.name())) {
        collectNames(group.targets(), names);
      }
    }
    return names;
  }

  private static void collectNames(List<Target> targets, Set<String> names) {
    for (Target target : targets) {
      if (target instanceof Target.HostName exact) {
        names.add(exact.name());
      }
    }
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection) {
    if (consentRules.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(consentRule(facts(principal, connection, "")))
        .map(ConsentRule::message);
  }

  private @Nullable ConsentRule consentRule(TunnelFacts facts) {
    for (ConsentRule rule : consentRules) {
      if (rule.matches(facts)) {
        return rule;
      }
    }
    return null;
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
    return tunnel(
        facts(request.principal(), request.connection(), request.clientName()), Objections.brief());
  }

  private TunnelFacts facts(UserPrincipal who, ConnectionInfo connection, String clientName) {
    return new TunnelFacts(
        Identity.of(who),
        who.scheme(),
        plain(connection.clientAddress().getAddress()),
        clientName,
        clock.instant());
  }

  @Override
  public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) {
    InetAddress address = plain(request.target().getAddress());
    if (address == null) {
      return deny(RESOURCE_POLICIES, "the host has not been resolved to an address");
    }
    ChannelFacts facts =
        new ChannelFacts(
            Identity.of(request.principal()),
            namesOf(request.requestedName(), address),
            address,
            request.port());
    return channel(facts, Objections.brief());
  }

  /**
   * Says what the policy would decide, and why: by the very code that decides.
   *
   * @param request who might come, when, and to where
   * @return both decisions, each with the rules that were passed over
   */
  public Explanation explain(ExplainRequest request) {
    Identity who = Identity.of(request.principal());
    InetAddress address = plain(request.address());
    Objections aboutTunnel = Objections.complete();
    TunnelFacts comer =
        new TunnelFacts(
            who,
            request.principal().scheme(),
            plain(request.clientAddress()),
            request.clientName(),
            request.at());
    Decision<TunnelGrant> tunnel = tunnel(comer, aboutTunnel);
    Objections aboutChannel = Objections.complete();
    Set<String> names = address == null ? Set.of(request.host()) : namesOf(request.host(), address);
    ChannelFacts facts = new ChannelFacts(who, names, address, request.port());
    Decision<ChannelGrant> channel = channel(facts, aboutChannel);
    byResource.noteOthers(facts, aboutChannel);
    return new Explanation(
        request,
        consentRule(comer),
        new Explanation.Verdict<>(tunnel, aboutTunnel.kept()),
        new Explanation.Verdict<>(channel, aboutChannel.kept()));
  }

  private Decision<TunnelGrant> tunnel(TunnelFacts facts, Objections objections) {
    return closed(CONNECTION_POLICIES, byConnection.decide(facts, objections));
  }

  private Decision<ChannelGrant> channel(ChannelFacts facts, Objections objections) {
    return closed(RESOURCE_POLICIES, byResource.decide(facts, objections));
  }

  /** Denies what no rule allows, unless others shall be asked. */
  private <T> Decision<T> closed(String policy, Decision<T> decision) {
    return decision instanceof Decision.NotApplicable<T> none && !leavesToOthers
        ? deny(policy, none.why())
        : decision;
  }

  private static <T> Decision<T> deny(String policy, String explanation) {
    return new Decision.Deny<>(new DenyReason(DenyCode.NOT_AUTHORIZED, policy, explanation));
  }

  private Set<String> namesOf(String requestedName, InetAddress address) {
    Set<String> others = aliases.of(requestedName, address);
    if (others.size() > HostAliases.MAX_NAMES) {
      throw new IllegalStateException(
          "a host has at most " + HostAliases.MAX_NAMES + " other names, not " + others.size());
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(requestedName);
    others.forEach(name -> names.add(HostNames.normalise(name)));
    return names;
  }

  /** The address without name and zone; null if there is none. */
  private static @Nullable InetAddress plain(@Nullable InetAddress address) {
    return address == null ? null : AddressText.ofBytes(address.getAddress());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RulePolicy that
        && limits.equals(that.limits)
        && consentRules.equals(that.consentRules)
        && connectionRules.equals(that.connectionRules)
        && resourceRules.equals(that.resourceRules)
        && resourceGroups.equals(that.resourceGroups);
  }

  @Override
  public int hashCode() {
    return 31 * connectionRules.hashCode() + resourceRules.hashCode();
  }

  @Override
  public String toString() {
    return "policy of "
        + connectionRules.size()
        + " connection rules and "
        + resourceRules.size()
        + " resource rules";
  }

  /** Collects rules. Not thread-safe. */
  public static final class Builder {
    private PolicyLimits limits = PolicyLimits.NONE;
    private final List<ConsentRule> consentRules = new ArrayList<>();
    private final Set<String> consentNames = new HashSet<>();
    private final List<ConnectionRule> connectionRules = new ArrayList<>();
    private final List<ResourceRule> resourceRules = new ArrayList<>();
    private final Set<String> connectionNames = new HashSet<>();
    private final Set<String> resourceNames = new HashSet<>();
    private final Set<String> groupNames = new HashSet<>();

    private final Map<String, ResourceGroup> resourceGroups = new LinkedHashMap<>();
    private HostAliases aliases = (name, address) -> Set.of();
    private boolean leavesToOthers;
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /**
     * Answers {@code NotApplicable} instead of a denial where no rule matches, so that {@link
     * Policies#firstOf} asks the next policy. Alone the policy still refuses. Files do not carry
     * it.
     *
     * @return this
     */
    public Builder otherwiseNotApplicable() {
      leavesToOthers = true;
      return this;
    }

    /**
     * Sets the time that schedules go by.
     *
     * @param source the system's time unless set; files do not carry it
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Sets the counts.
     *
     * @param value replaces those set before
     * @return this
     */
    public Builder limits(PolicyLimits value) {
      limits = value;
      return this;
    }

    /**
     * Adds a text that users have to agree to, after those added before.
     *
     * @param rule the text, and for whom
     * @return this
     * @throws IllegalArgumentException if there is a consent rule of this name already
     */
    public Builder consentRule(ConsentRule rule) {
      requireNew(consentNames, rule.name());
      consentRules.add(rule);
      return this;
    }

    /**
     * Adds a rule after those added before.
     *
     * @param rule about tunnels
     * @return this
     * @throws IllegalArgumentException if there is a connection rule of this name already
     */
    public Builder connectionRule(ConnectionRule rule) {
      requireNew(connectionNames, rule.name());
      connectionRules.add(rule);
      return this;
    }

    /**
     * Adds a rule.
     *
     * @param rule about hosts
     * @return this
     * @throws IllegalArgumentException if there is a resource rule of this name already
     */
    public Builder resourceRule(ResourceRule rule) {
      requireNew(resourceNames, rule.name());
      resourceRules.add(rule);
      return this;
    }

    /**
     * Declares a group of hosts, before or after the rules that refer to it.
     *
     * @param group hosts under a name
     * @return this
     * @throws IllegalArgumentException if there is a group of this name already
     */
    public Builder resourceGroup(ResourceGroup group) {
      requireNew(groupNames, group.name());
      resourceGroups.put(group.name(), group);
      return this;
    }

    /**
     * Sets what knows the other names of hosts.
     *
     * @param source nothing is known unless set; files do not carry it
     * @return this
     */
    public Builder hostAliases(HostAliases source) {
      aliases = source;
      return this;
    }

    private static void requireNew(Set<String> names, String name) {
      if (!names.add(Texts.fold(name))) {
        throw new IllegalArgumentException(
            "the name " + Texts.quoted(name) + " is taken already; give each its own");
      }
    }

    /**
     * Ends the policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if a rule refers to a group that is not declared
     */
    public RulePolicy build() {
      for (ResourceRule rule : resourceRules) {
        for (String name : rule.resourceGroups()) {
          if (!resourceGroups.containsKey(name)) {
            throw new IllegalArgumentException(
                "the rule "
                    + Texts.quoted(rule.name())
                    + " refers to the resource group "
                    + Texts.quoted(name)
                    + ", which is not declared");
          }
        }
      }
      return new RulePolicy(this);
    }
  }
}
