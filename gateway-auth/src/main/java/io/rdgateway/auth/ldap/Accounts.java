/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users of a directory with their state and groups, whatever the way in which they sign in. */
final class Accounts {
  private static final int MAX_VALUES = 100;
  private static final int MAX_VALUE_LENGTH = 1024;

  private final UserSchema schema;
  private final UserSearch users;
  private final AccountState state;
  private final Groups groups;
  private final InstantSource clock;

  Accounts(
      UserSchema schema,
      GroupSettings groupSettings,
      List<LdapDomain> domains,
      InstantSource clock,
      LongSupplier nanoTime) {
    this(
        schema,
        new UserSearch(schema, domains),
        new Groups(groupSettings, schema.nameAttribute(), nanoTime),
        clock);
  }

  private Accounts(UserSchema schema, UserSearch users, Groups groups, InstantSource clock) {
    this.schema = schema;
    this.users = users;
    this.state = AccountState.of(schema);
    this.groups = groups;
    this.clock = clock;
  }

  /**
   * For users who read with their own rights: what one of them may not see must not be hidden from
   * the next.
   */
  Accounts forgetful() {
    return new Accounts(schema, users, groups.forgetful(), clock);
  }

  /**
   * Whether a user may come in.
   *
   * @param identity null if not
   * @param refusal why not
   */
  record Admission(@Nullable Identity identity, RejectReason refusal) {}

  UserSearch.Answer find(
      UserSearch.Searcher searcher, String userName, String domain, String... more)
      throws LDAPException {
    return users.byName(searcher, userName, domain, attributes(more));
  }

  Optional<DirectoryUser> findById(UserSearch.Searcher searcher, String id) throws LDAPException {
    return users.byId(searcher, id, attributes());
  }

  List<String> attributes(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.add(schema.nameAttribute());
    all.add(schema.id().attribute());
    String principalName = schema.principalNameAttribute();
    if (principalName != null) {
      all.add(principalName);
    }
    all.addAll(schema.attributes().keySet());
    all.addAll(state.attributes());
    all.addAll(groups.attributes());
    return all.stream().distinct().toList();
  }

  Admission admit(UserSearch.Searcher searcher, DirectoryUser user, AccountState.Judged judged)
      throws LDAPException {
    RejectReason problem = problem(user, judged);
    return problem == null ? identify(searcher, user) : new Admission(null, problem);
  }

  /** The user with groups, whatever the state of the account. */
  Admission identify(UserSearch.Searcher searcher, DirectoryUser user) throws LDAPException {
    Optional<Identity> bare = bare(user);
    if (bare.isEmpty()) {
      return new Admission(null, LdapRejects.NO_ID);
    }
    try {
      Set<String> names = groups.of(searcher, user);
      Identity who = bare.get();
      return new Admission(
          new Identity(who.id(), who.name(), names, who.attributes(), who.validUntil()),
          LdapRejects.NO_ID);
    } catch (GroupLimitException e) {
      return new Admission(null, LdapRejects.TOO_MANY_GROUPS);
    }
  }

  @Nullable RejectReason problem(DirectoryUser user, AccountState.Judged judged) {
    return state.problem(user.entry(), clock.instant(), judged);
  }

  /** Whether the reason of a refused bind is that the account is locked, where nobody says so. */
  boolean isLocked(DirectoryUser user) {
    return LdapRejects.LOCKED.equals(problem(user, AccountState.Judged.BY_NOBODY));
  }

  /** The user without groups; empty without a stable id. */
  Optional<Identity> bare(DirectoryUser user) {
    Entry entry = user.entry();
    Instant end = state.end(entry).orElse(null);
    return schema
        .id()
        .of(entry)
        .map(id -> new Identity(id, name(user), Set.of(), attributes(entry), end));
  }

  private String name(DirectoryUser user) {
    String name = user.entry().getAttributeValue(schema.nameAttribute());
    String shown = Objects.requireNonNullElse(name, user.dn());
    String domain = user.domain().netbiosName();
    return domain == null || name == null ? shown : domain + "\\" + shown;
  }

  private Map<String, List<String>> attributes(Entry entry) {
    Map<String, List<String>> all = new HashMap<>();
    schema
        .attributes()
        .forEach(
            (inDirectory, called) -> {
              String[] values = entry.getAttributeValues(inDirectory);
              if (values != null) {
                all.put(
                    called,
                    Stream.of(values)
                        .filter(value -> value.length() <= MAX_VALUE_LENGTH)
                        .limit(MAX_VALUES)
                        .toList());
              }
            });
    return all;
  }

  Groups groups() {
    return groups;
  }
}
