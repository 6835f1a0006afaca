/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A principal as rules compare it, folded once per decision. */
record Identity(
    String id, String foldedName, Set<String> foldedGroups, Map<String, List<String>> attributes) {

  static Identity of(UserPrincipal principal) {
    Set<String> groups = new HashSet<>();
    principal.groups().forEach(group -> groups.add(Texts.fold(group)));
    return new Identity(
        principal.id(), Texts.fold(principal.name()), groups, principal.attributes());
  }

  /**
   * The name without {@code DOMAIN\} and {@code @realm}. More than one of either stays, and no host
   * has such a name.
   */
  String account() {
    String name = foldedName.substring(foldedName.indexOf('\\') + 1);
    int realm = name.lastIndexOf('@');
    return realm < 0 ? name : name.substring(0, realm);
  }
}
