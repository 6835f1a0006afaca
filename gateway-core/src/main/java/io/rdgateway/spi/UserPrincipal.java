/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A user who has signed in.
 *
 * @param id stable and unique (a SID, a GUID, issuer and subject, or the name of a local store):
 *     pairing and reauthentication compare it
 * @param name for people and logs
 * @param groups names as the store spells them
 * @param attributes for policies and templates
 * @param scheme how the user proved it
 * @param authenticatedAt when
 * @param validUntil when the proof ends; core closes the tunnel then; null for no end
 * @param scope what the proof allows at most; core enforces it whatever a policy says; null for no
 *     limit
 */
public record UserPrincipal(
    String id,
    String name,
    Set<String> groups,
    Map<String, List<String>> attributes,
    AuthScheme scheme,
    Instant authenticatedAt,
    @Nullable Instant validUntil,
    @Nullable AccessScope scope) {

  /** Copies the collections. */
  public UserPrincipal {
    if (id.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("a principal needs an id and a name");
    }
    groups = Set.copyOf(groups);
    var copy = new TreeMap<String, List<String>>();
    attributes.forEach((key, values) -> copy.put(key, List.copyOf(values)));
    attributes = Map.copyOf(copy);
  }

  /**
   * A principal without attributes, end or scope.
   *
   * @param id stable and unique
   * @param name for people and logs
   * @param groups names as the store spells them
   * @param scheme how the user proved it
   * @param authenticatedAt when
   * @return the principal
   */
  public static UserPrincipal of(
      String id, String name, Set<String> groups, AuthScheme scheme, Instant authenticatedAt) {
    return new UserPrincipal(id, name, groups, Map.of(), scheme, authenticatedAt, null, null);
  }

  /**
   * This principal when the same user has given a second proof, and both have to hold.
   *
   * @param second who the second proof speaks of
   * @return this principal with the earlier end and what both scopes allow
   * @throws IllegalArgumentException if it is another user
   */
  public UserPrincipal narrowedBy(UserPrincipal second) {
    if (!id.equals(second.id)) {
      throw new IllegalArgumentException("the proofs are of two users");
    }
    Instant end = validUntil;
    if (end == null || (second.validUntil != null && second.validUntil.isBefore(end))) {
      end = second.validUntil;
    }
    AccessScope both = scope;
    if (both == null) {
      both = second.scope;
    } else if (second.scope != null) {
      both = both.and(second.scope);
    }
    return new UserPrincipal(id, name, groups, attributes, scheme, authenticatedAt, end, both);
  }
}
