/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.UserPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule is for: any of the named users, and every member of any of the named groups. It names
 * at least one; there is no way to say "everyone".
 *
 * <p>A user is named by the name that the authenticator reports, without regard to case, or exactly
 * by {@link UserPrincipal#id()}. A group is named without regard to case, as the user store spells
 * it. Names are literal: they hold no wildcards. Immutable.
 */
public final class Subjects {

  /** The longest name of a user or group in characters; distinguished names fit. */
  public static final int MAX_NAME_LENGTH = 1024;

  private final List<String> users;
  private final List<String> groups;
  private final Set<String> userIds;
  private final Set<String> foldedUsers;
  private final Set<String> foldedGroups;

  private Subjects(List<String> users, List<String> groups) {
    if (users.isEmpty() && groups.isEmpty()) {
      throw new IllegalArgumentException("a rule needs at least one user or group");
    }
    users.forEach(name -> Texts.requireName("the name of a user", name, MAX_NAME_LENGTH));
    groups.forEach(name -> Texts.requireName("the name of a group", name, MAX_NAME_LENGTH));
    this.users = users;
    this.groups = groups;
    this.userIds = Set.copyOf(users);
    this.foldedUsers = Texts.foldDistinct("the user", users);
    this.foldedGroups = Texts.foldDistinct("the group", groups);
  }

  /**
   * Users and groups together.
   *
   * @param users names or ids
   * @param groups names
   * @return whoever is among the users or in one of the groups
   * @throws IllegalArgumentException if both are empty, or a name is blank, too long, has control
   *     characters or outer spaces, or is there twice
   */
  public static Subjects of(Collection<String> users, Collection<String> groups) {
    return new Subjects(List.copyOf(users), List.copyOf(groups));
  }

  /**
   * Single users.
   *
   * @param users names or ids
   * @return whoever is among them
   * @throws IllegalArgumentException as for {@link #of}
   */
  public static Subjects ofUsers(String... users) {
    return of(List.of(users), List.of());
  }

  /**
   * The members of groups.
   *
   * @param groups names
   * @return whoever is in one of them
   * @throws IllegalArgumentException as for {@link #of}
   */
  public static Subjects ofGroups(String... groups) {
    return of(List.of(), List.of(groups));
  }

  /**
   * These and further users.
   *
   * @param more names or ids
   * @return whoever is among either
   * @throws IllegalArgumentException as for {@link #of}
   */
  public Subjects orUsers(String... more) {
    return of(joined(users, more), groups);
  }

  /**
   * These and the members of further groups.
   *
   * @param more names
   * @return whoever is among either
   * @throws IllegalArgumentException as for {@link #of}
   */
  public Subjects orGroups(String... more) {
    return of(users, joined(groups, more));
  }

  private static List<String> joined(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    Collections.addAll(all, more);
    return all;
  }

  /**
   * The users.
   *
   * @return names or ids as they were written
   */
  public List<String> users() {
    return users;
  }

  /**
   * The groups.
   *
   * @return names as they were written
   */
  public List<String> groups() {
    return groups;
  }

  /** The users as ids, which are compared exactly. */
  Set<String> userIds() {
    return userIds;
  }

  /** The users as names. */
  Set<String> foldedUsers() {
    return foldedUsers;
  }

  /** The groups as they are compared. */
  Set<String> foldedGroups() {
    return foldedGroups;
  }

  /**
   * Whether a user is meant.
   *
   * @param principal somebody
   * @return true if the user is named here, or a member of a group that is
   */
  public boolean include(UserPrincipal principal) {
    return include(Identity.of(principal));
  }

  boolean include(Identity who) {
    return userIds.contains(who.id())
        || foldedUsers.contains(who.foldedName())
        || meet(foldedGroups, who.foldedGroups());
  }

  /** Walks through the smaller: a user may be in hundreds of groups, and rules are many. */
  private static boolean meet(Set<String> some, Set<String> others) {
    // The second of two sets is the one that is walked through.
    return some.size() < others.size()
        ? !Collections.disjoint(others, some)
        : !Collections.disjoint(some, others);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subjects that && users.equals(that.users) && groups.equals(that.groups);
  }

  @Override
  public int hashCode() {
    return 31 * users.hashCode() + groups.hashCode();
  }

  @Override
  public String toString() {
    return "users " + users + ", groups " + groups;
  }
}
