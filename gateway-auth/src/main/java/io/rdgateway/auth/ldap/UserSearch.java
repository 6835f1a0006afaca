/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import io.rdgateway.spi.RejectReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry of a user, by one search for each base that the typed name speaks of, whether
 * there is such a user or not. Filters are made of parts, which the SDK escapes, never of text.
 */
final class UserSearch {
  /** One by the principal name, one by the account name, one too many. */
  private static final int SIZE_LIMIT = 3;

  private final UserSchema schema;
  private final List<LdapDomain> domains;
  private final Filter isUser;

  UserSearch(UserSchema schema, List<LdapDomain> domains) {
    this.schema = schema;
    this.domains = domains;
    this.isUser = schema.userFilter();
  }

  /** Who asks the directory. */
  interface Searcher {
    SearchResult search(SearchRequest request) throws LDAPException;
  }

  /**
   * One user or why there is none.
   *
   * @param user null if there is none
   * @param otherwise why
   */
  record Answer(@Nullable DirectoryUser user, RejectReason otherwise) {}

  Answer byName(Searcher searcher, String userName, String domain, List<String> attributes)
      throws LDAPException {
    Optional<LoginName> typed = LoginName.parse(userName, domain, domains);
    if (typed.isEmpty()) {
      // The same work for a name that cannot be anybody's.
      search(searcher, domains.get(0), named(UUID.randomUUID().toString()), attributes);
      return new Answer(null, LdapRejects.BAD_NAME);
    }
    LoginName name = typed.get();
    Map<String, DirectoryUser> found = new HashMap<>();
    boolean tooMany = false;
    for (LdapDomain base : name.domain() == null ? domains : List.of(name.domain())) {
      SearchResult result = search(searcher, base, filter(name), attributes);
      tooMany |= result.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED);
      for (Entry entry : result.getSearchEntries()) {
        found.put(entry.getDN(), new DirectoryUser(entry, base));
      }
    }
    return tooMany
        ? new Answer(null, LdapRejects.AMBIGUOUS)
        : choose(name, found.values().stream());
  }

  /** An explicit principal name goes before the account name of the domain, as in Windows. */
  private Answer choose(LoginName name, Stream<DirectoryUser> found) {
    List<DirectoryUser> candidates = found.toList();
    String principal = name.principalName();
    String attribute = schema.principalNameAttribute();
    if (principal != null && attribute != null) {
      Answer answer = one(candidates, user -> has(user.entry(), attribute, principal));
      if (!answer.otherwise().equals(RejectReason.UNKNOWN_USER)) {
        return answer;
      }
    }
    return name.domain() == null || name.user().isEmpty()
        ? new Answer(null, RejectReason.UNKNOWN_USER)
        : one(candidates, user -> has(user.entry(), schema.nameAttribute(), name.user()));
  }

  private static Answer one(List<DirectoryUser> candidates, Predicate<DirectoryUser> fits) {
    List<DirectoryUser> fitting = candidates.stream().filter(fits).toList();
    if (fitting.size() == 1) {
      return new Answer(fitting.get(0), LdapRejects.AMBIGUOUS);
    }
    return new Answer(null, fitting.isEmpty() ? RejectReason.UNKNOWN_USER : LdapRejects.AMBIGUOUS);
  }

  private static boolean has(Entry entry, String attribute, String typed) {
    String[] values = entry.getAttributeValues(attribute);
    return values != null && Stream.of(values).anyMatch(value -> LoginName.same(typed, value));
  }

  private Filter filter(LoginName name) {
    List<Filter> ways = new ArrayList<>();
    if (name.principalName() != null && schema.principalNameAttribute() != null) {
      ways.add(Filter.createEqualityFilter(schema.principalNameAttribute(), name.principalName()));
    }
    if (name.domain() != null && !name.user().isEmpty()) {
      ways.add(Filter.createEqualityFilter(schema.nameAttribute(), name.user()));
    }
    return ways.isEmpty()
        ? named(UUID.randomUUID().toString())
        : Filter.createANDFilter(isUser, Filter.createORFilter(ways));
  }

  private Filter named(String name) {
    return Filter.createANDFilter(
        isUser, Filter.createORFilter(Filter.createEqualityFilter(schema.nameAttribute(), name)));
  }

  /** The user with this identity. */
  Optional<DirectoryUser> byId(Searcher searcher, String id, List<String> attributes)
      throws LDAPException {
    Optional<Filter> filter = schema.id().filter(id);
    if (filter.isEmpty()) {
      return Optional.empty();
    }
    for (LdapDomain base : domains) {
      SearchResult result =
          search(searcher, base, Filter.createANDFilter(isUser, filter.get()), attributes);
      if (result.getEntryCount() == 1) {
        return Optional.of(new DirectoryUser(result.getSearchEntries().get(0), base));
      }
    }
    return Optional.empty();
  }

  private static SearchResult search(
      Searcher searcher, LdapDomain base, Filter filter, List<String> attributes)
      throws LDAPException {
    return tolerant(
        searcher, request(base.base(), SearchScope.SUB, SIZE_LIMIT, filter, attributes));
  }

  static SearchRequest request(
      String base, SearchScope scope, int sizeLimit, Filter filter, List<String> attributes) {
    return new SearchRequest(
        base,
        scope,
        DereferencePolicy.NEVER,
        sizeLimit,
        0,
        false,
        filter,
        attributes.toArray(String[]::new));
  }

  /** A search whose size limit may be passed; referrals to elsewhere are left alone. */
  static SearchResult tolerant(Searcher searcher, SearchRequest request) throws LDAPException {
    try {
      return searcher.search(request);
    } catch (LDAPSearchException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return e.getSearchResult();
      }
      throw e;
    }
  }
}
