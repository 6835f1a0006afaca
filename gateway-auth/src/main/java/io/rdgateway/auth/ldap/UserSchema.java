/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.spi.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the users of a directory look like. Immutable. */
public final class UserSchema {
  private final boolean activeDirectory;
  private final Filter userFilter;
  private final String nameAttribute;
  private final @Nullable String principalNameAttribute;
  private final StableId id;
  private final Filter computerFilter;
  private final String computerNameAttribute;
  private final Map<String, String> attributes;
  private final Duration lockoutDuration;
  private final Duration maxPasswordAge;

  private UserSchema(Builder builder) {
    activeDirectory = builder.activeDirectory;
    userFilter = builder.userFilter;
    nameAttribute = builder.nameAttribute;
    principalNameAttribute = builder.principalNameAttribute;
    id = builder.id;
    computerFilter = builder.computerFilter;
    computerNameAttribute = builder.computerNameAttribute;
    attributes = builder.attributes;
    lockoutDuration = builder.lockoutDuration;
    maxPasswordAge = builder.maxPasswordAge;
  }

  /**
   * Users of Active Directory: {@code sAMAccountName}, {@code userPrincipalName}, {@code
   * objectSid}. An account without a readable {@code userAccountControl} is refused.
   *
   * @return a builder
   */
  public static Builder activeDirectory() {
    Builder builder = new Builder(true, "sAMAccountName", StableId.OBJECT_SID);
    builder.principalNameAttribute = "userPrincipalName";
    return builder
        .userFilter("(&(objectCategory=person)(objectClass=user))")
        .computers("(objectCategory=computer)", "sAMAccountName");
  }

  /**
   * Users of OpenLDAP and its kin: {@code uid} of a {@code person}, {@code entryUUID}.
   *
   * @return a builder
   */
  public static Builder openLdap() {
    return new Builder(false, "uid", StableId.ENTRY_UUID)
        .userFilter("(objectClass=person)")
        .computers("(objectClass=device)", "cn");
  }

  boolean isActiveDirectory() {
    return activeDirectory;
  }

  Filter userFilter() {
    return userFilter;
  }

  String nameAttribute() {
    return nameAttribute;
  }

  @Nullable String principalNameAttribute() {
    return principalNameAttribute;
  }

  StableId id() {
    return id;
  }

  Filter computerFilter() {
    return computerFilter;
  }

  String computerNameAttribute() {
    return computerNameAttribute;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  Duration lockoutDuration() {
    return lockoutDuration;
  }

  Duration maxPasswordAge() {
    return maxPasswordAge;
  }

  private static Filter filter(String text) {
    try {
      return Filter.create(text);
    } catch (LDAPException e) {
      throw new ConfigurationException(
          "\"" + text + "\" is no filter; write it as in (objectClass=person).", e);
    }
  }

  static String attributeName(String name) {
    if (!name.matches("[A-Za-z][A-Za-z0-9-]{0,99}")) {
      throw new ConfigurationException(
          "\"" + name + "\" is no name of an attribute; write it as in sAMAccountName.");
    }
    return name;
  }

  /** Configures a schema. Not thread-safe. */
  public static final class Builder {
    private final boolean activeDirectory;
    private Filter userFilter = Filter.createPresenceFilter("objectClass");
    private String nameAttribute;
    private @Nullable String principalNameAttribute;
    private StableId id;
    private Filter computerFilter = Filter.createPresenceFilter("objectClass");
    private String computerNameAttribute = "cn";
    private Map<String, String> attributes = Map.of();
    private Duration lockoutDuration = Duration.ZERO;
    private Duration maxPasswordAge = Duration.ZERO;

    private Builder(boolean activeDirectory, String nameAttribute, StableId id) {
      this.activeDirectory = activeDirectory;
      this.nameAttribute = nameAttribute;
      this.id = id;
    }

    /**
     * What every user matches.
     *
     * @param filter as in RFC 4515
     * @return this
     * @throws ConfigurationException if it is no filter
     */
    public Builder userFilter(String filter) {
      userFilter = filter(filter);
      return this;
    }

    /**
     * Which attributes hold the names that users type.
     *
     * @param name what users type, with or without a domain
     * @param principalName what users type as {@code user@domain}, such as {@code mail}; null if
     *     there is none
     * @return this
     * @throws ConfigurationException if one cannot be an attribute
     */
    public Builder names(String name, @Nullable String principalName) {
      nameAttribute = attributeName(name);
      principalNameAttribute = principalName == null ? null : attributeName(principalName);
      return this;
    }

    /**
     * Where the stable identity is.
     *
     * @param source of the identity
     * @return this
     */
    public Builder id(StableId source) {
      id = source;
      return this;
    }

    /**
     * What every client computer matches, and which attribute holds its name. In Active Directory a
     * dollar sign follows the name.
     *
     * @param filter as in RFC 4515
     * @param name holds the name
     * @return this
     * @throws ConfigurationException if one is wrong
     */
    public Builder computers(String filter, String name) {
      computerFilter = filter(filter);
      computerNameAttribute = attributeName(name);
      return this;
    }

    /**
     * The attributes of a user that policies and templates get.
     *
     * @param names their names in the directory, and by what policies call them
     * @return this
     * @throws ConfigurationException if one cannot be an attribute
     */
    public Builder attributes(Map<String, String> names) {
      names.keySet().forEach(UserSchema::attributeName);
      attributes = Map.copyOf(names);
      return this;
    }

    /**
     * The times of OpenLDAP's password policy, for sign-ins that no bind judges, as with NTLM.
     *
     * @param lockout {@code pwdLockoutDuration}; zero, the default, for until somebody unlocks
     * @param maxAge {@code pwdMaxAge}; zero, the default, for passwords that never expire
     * @return this
     * @throws ConfigurationException if one is negative
     */
    public Builder passwordPolicy(Duration lockout, Duration maxAge) {
      if (lockout.isNegative() || maxAge.isNegative()) {
        throw new ConfigurationException("A time of a password policy must not be negative.");
      }
      lockoutDuration = lockout;
      maxPasswordAge = maxAge;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the schema
     */
    public UserSchema build() {
      return new UserSchema(this);
    }
  }
}
