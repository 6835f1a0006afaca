/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.spi.ConfigurationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which groups count and how they are found. A user's principal carries each group under its short
 * name, under its distinguished name (attribute types and values as the directory writes them, no
 * spaces after commas), and in Active Directory under its SID. Short names that look like one of
 * the others are left out. Immutable.
 *
 * <p>Whoever may create groups below the base can give one any short name: keep the base narrow, or
 * let policies name distinguished names or SIDs.
 */
public final class GroupSettings {
  private final GroupLookup lookup;
  private final @Nullable String base;
  private final Filter filter;
  private final String nameAttribute;
  private final int maxDepth;
  private final int maxGroups;
  private final int cacheSize;
  private final Duration cacheAge;

  private GroupSettings(Builder builder) {
    lookup = builder.lookup;
    base = builder.base;
    filter = builder.filter;
    nameAttribute = builder.nameAttribute;
    maxDepth = builder.maxDepth;
    maxGroups = builder.maxGroups;
    cacheSize = builder.cacheSize;
    cacheAge = builder.cacheAge;
  }

  /**
   * Groups of Active Directory.
   *
   * @param lookup any but {@link GroupLookup#MEMBER_SEARCH} is usual
   * @return a builder
   */
  public static Builder activeDirectory(GroupLookup lookup) {
    return new Builder(
        lookup, Filter.createEqualityFilter("objectClass", "group"), "sAMAccountName");
  }

  /**
   * Groups of OpenLDAP and its kin: {@code groupOfNames}, {@code groupOfUniqueNames}, {@code
   * posixGroup}, called by {@code cn}.
   *
   * @param lookup {@link GroupLookup#MEMBER_OF} or {@link GroupLookup#MEMBER_SEARCH}
   * @return a builder
   */
  public static Builder openLdap(GroupLookup lookup) {
    return new Builder(
        lookup,
        Filter.createORFilter(
            Filter.createEqualityFilter("objectClass", "groupOfNames"),
            Filter.createEqualityFilter("objectClass", "groupOfUniqueNames"),
            Filter.createEqualityFilter("objectClass", "posixGroup")),
        "cn");
  }

  GroupLookup lookup() {
    return lookup;
  }

  /** Where groups are; the base of the user's domain unless configured. */
  String base(LdapDomain domain) {
    return base == null ? domain.base() : base;
  }

  Filter filter() {
    return filter;
  }

  String nameAttribute() {
    return nameAttribute;
  }

  int maxDepth() {
    return maxDepth;
  }

  int maxGroups() {
    return maxGroups;
  }

  int cacheSize() {
    return cacheSize;
  }

  Duration cacheAge() {
    return cacheAge;
  }

  /** Configures groups. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_GROUPS = 10_000;
    private static final int MAX_CACHE = 1_000_000;
    private static final Duration MAX_AGE = Duration.ofHours(1);

    private final GroupLookup lookup;
    private @Nullable String base;
    private Filter filter;
    private String nameAttribute;
    private int maxDepth = 16;
    private int maxGroups = 1000;
    private int cacheSize = 10_000;
    private Duration cacheAge = Duration.ofMinutes(1);

    private Builder(GroupLookup lookup, Filter filter, String nameAttribute) {
      this.lookup = lookup;
      this.filter = filter;
      this.nameAttribute = nameAttribute;
    }

    /**
     * Where groups are. Groups elsewhere do not count and are not followed.
     *
     * @param dn the base of the user's domain by default
     * @return this
     * @throws ConfigurationException if it is no distinguished name
     */
    public Builder base(String dn) {
      base = LdapDomain.of(dn).base();
      return this;
    }

    /**
     * What every group matches.
     *
     * @param rfc4515 a filter
     * @return this
     * @throws ConfigurationException if it is no filter
     */
    public Builder filter(String rfc4515) {
      try {
        filter = Filter.create(rfc4515);
      } catch (LDAPException e) {
        throw new ConfigurationException(
            "\"" + rfc4515 + "\" is no filter; write it as in (objectClass=groupOfNames).", e);
      }
      return this;
    }

    /**
     * Which attribute holds the short name.
     *
     * @param attribute its name
     * @return this
     * @throws ConfigurationException if it cannot be an attribute
     */
    public Builder nameAttribute(String attribute) {
      nameAttribute = UserSchema.attributeName(attribute);
      return this;
    }

    /**
     * How deep groups may be nested and how many a user may be in. A user who is beyond is refused,
     * rather than let in with some of the groups.
     *
     * @param depth 1 to 64, where 1 follows no nested group; 16 by default
     * @param groups 1 to 10,000; 1,000 by default
     * @return this
     * @throws ConfigurationException if one is outside these bounds
     */
    public Builder bounds(int depth, int groups) {
      if (depth < 1 || depth > MAX_DEPTH || groups < 1 || groups > MAX_GROUPS) {
        throw new ConfigurationException(
            "Groups can be nested 1 to 64 deep, and a user can be in 1 to 10,000 of them.");
      }
      maxDepth = depth;
      maxGroups = groups;
      return this;
    }

    /**
     * Remembers which groups are in which. The groups that a user is in directly are always read
     * anew, so only changes of nested groups are seen late.
     *
     * @param groups how many are remembered, 0 for none, at most a million; 10,000 by default
     * @param age how long, at most one hour; one minute by default
     * @return this
     * @throws ConfigurationException if one is outside these bounds
     */
    public Builder cache(int groups, Duration age) {
      if (groups < 0 || groups > MAX_CACHE || age.isNegative() || age.compareTo(MAX_AGE) > 0) {
        throw new ConfigurationException(
            "At most a million groups are remembered, for at most one hour.");
      }
      cacheSize = groups;
      cacheAge = age;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the settings
     */
    public GroupSettings build() {
      if (base != null && !DN.isValidDN(base)) {
        throw new ConfigurationException("The base of the groups is no distinguished name.");
      }
      return new GroupSettings(this);
    }
  }
}
