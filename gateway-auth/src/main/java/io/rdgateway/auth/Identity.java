/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user as a store knows it, whatever the way in which the user signs in.
 *
 * @param id stable and unique within the gateway; see {@link UserPrincipal#id()}
 * @param name for people and logs
 * @param groups names as the store spells them
 * @param attributes for policies and templates
 * @param validUntil when the account ends; null for no end
 */
public record Identity(
    String id,
    String name,
    Set<String> groups,
    Map<String, List<String>> attributes,
    @Nullable Instant validUntil) {

  /** Copies the collections. */
  public Identity {
    if (id.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("an identity needs an id and a name");
    }
    groups = Set.copyOf(groups);
    attributes =
        attributes.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }

  /**
   * An identity without attributes or end.
   *
   * @param id stable and unique
   * @param name for people and logs
   * @param groups names as the store spells them
   * @return the identity
   */
  public static Identity of(String id, String name, Set<String> groups) {
    return new Identity(id, name, groups, Map.of(), null);
  }

  /**
   * The principal of a user who has just signed in.
   *
   * @param scheme how
   * @param authenticatedAt when
   * @return a principal without a scope
   */
  public UserPrincipal signedIn(AuthScheme scheme, Instant authenticatedAt) {
    return new UserPrincipal(
        id, name, groups, attributes, scheme, authenticatedAt, validUntil, null);
  }

  /**
   * Brings the principal of a live tunnel up to date.
   *
   * @param principal with the id of this identity
   * @return {@link Revalidation.Unchanged}, or {@link Revalidation.Changed} with the name, groups,
   *     attributes and end of this identity
   */
  public Revalidation compareWith(UserPrincipal principal) {
    var current =
        new UserPrincipal(
            id,
            name,
            groups,
            attributes,
            principal.scheme(),
            principal.authenticatedAt(),
            validUntil,
            principal.scope());
    return current.equals(principal)
        ? new Revalidation.Unchanged()
        : new Revalidation.Changed(current);
  }
}
