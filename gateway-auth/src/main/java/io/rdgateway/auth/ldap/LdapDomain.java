/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.spi.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A part of the directory, and the names under which users know it.
 *
 * @param base the distinguished name below which its users are
 * @param netbiosName the name in {@code DOMAIN\\user}; null if users type none
 * @param dnsName the name in {@code user@domain}; null if users type none
 */
public record LdapDomain(String base, @Nullable String netbiosName, @Nullable String dnsName) {

  /** Checks the names. */
  public LdapDomain {
    try {
      if (new DN(base).isNullDN()) {
        throw new ConfigurationException(
            "The base of a directory is empty; write it as in dc=corp,dc=example.");
      }
    } catch (LDAPException e) {
      throw new ConfigurationException(
          "\"" + base + "\" is no distinguished name; write it as in dc=corp,dc=example.", e);
    }
    if (isBlank(netbiosName) || isBlank(dnsName)) {
      throw new ConfigurationException("A domain name must not be blank; leave it out.");
    }
  }

  private static boolean isBlank(@Nullable String name) {
    return name != null && name.isBlank();
  }

  /**
   * A part of the directory whose users type no domain.
   *
   * @param base the distinguished name below which its users are
   * @return the domain
   */
  public static LdapDomain of(String base) {
    return new LdapDomain(base, null, null);
  }

  boolean isCalled(String name) {
    return name.equalsIgnoreCase(netbiosName) || name.equalsIgnoreCase(dnsName);
  }
}
