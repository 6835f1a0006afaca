/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the groups of a client's machine by the name that it gives itself. */
final class ClientComputers {
  /** NetBIOS and DNS labels; the first label of a longer name counts. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  private final UserSchema schema;
  private final Groups groups;
  private final List<LdapDomain> domains;

  ClientComputers(UserSchema schema, Groups groups, List<LdapDomain> domains) {
    this.schema = schema;
    this.groups = groups;
    this.domains = domains;
  }

  Set<String> groups(UserSearch.Searcher searcher, String clientName)
      throws LDAPException, GroupLimitException {
    String label = clientName.split("\\.", 2)[0];
    if (!NAME.matcher(label).matches()) {
      return Set.of();
    }
    String name = schema.isActiveDirectory() ? label + "$" : label;
    List<String> attributes = new ArrayList<>(groups.attributes());
    attributes.add(schema.computerNameAttribute());
    for (LdapDomain domain : domains) {
      SearchResult result =
          UserSearch.tolerant(
              searcher,
              UserSearch.request(
                  domain.base(),
                  SearchScope.SUB,
                  2,
                  Filter.createANDFilter(
                      schema.computerFilter(),
                      Filter.createEqualityFilter(schema.computerNameAttribute(), name)),
                  attributes));
      if (result.getEntryCount() == 1) {
        Entry entry = result.getSearchEntries().get(0);
        return groups.of(searcher, new DirectoryUser(entry, domain));
      }
    }
    return Set.of();
  }
}
