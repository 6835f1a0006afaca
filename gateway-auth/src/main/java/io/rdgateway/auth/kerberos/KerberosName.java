/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The name of a user or a service. Its parts are kept apart, since a joined text can be read in
 * more than one way: the single component {@code eve@corp.example} is legal.
 *
 * @param components at least one, for example {@code HTTP} and {@code gw.corp.example}
 * @param realm as the KDC spells it
 */
public record KerberosName(List<String> components, String realm) {

  /** Copies the list. */
  public KerberosName {
    components = List.copyOf(components);
    if (components.isEmpty() || components.get(0).isEmpty() || realm.isEmpty()) {
      throw new IllegalArgumentException("a Kerberos name has a component and a realm");
    }
  }

  /**
   * Whether two names are the same but for the case of their components. Windows compares the names
   * of services in this way.
   */
  boolean equalsIgnoringCase(KerberosName other) {
    if (!realm.equals(other.realm) || components.size() != other.components.size()) {
      return false;
    }
    for (int i = 0; i < components.size(); i++) {
      if (!components.get(i).equalsIgnoreCase(other.components.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The usual text (RFC 1964, section 2.1.1).
   *
   * @return components with slashes between them, an at sign and the realm; these characters within
   *     a component behind a backslash
   */
  @Override
  public String toString() {
    return components.stream()
            .map(component -> component.replaceAll("[\\\\/@]", "\\\\$0"))
            .collect(Collectors.joining("/"))
        + "@"
        + realm;
  }
}
