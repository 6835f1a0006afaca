/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.UserPrincipal;
import java.util.HashSet;
import java.util.Set;

/** A principal as rules compare it, folded once per decision. */
record Identity(String id, String foldedName, Set<String> foldedGroups) {

  static Identity of(UserPrincipal principal) {
    Set<String> groups = new HashSet<>();
    principal.groups().forEach(group -> groups.add(Texts.fold(group)));
    return new Identity(principal.id(), Texts.fold(principal.name()), groups);
  }
}
