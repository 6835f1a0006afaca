/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds the groups of a user or of a computer. Thread-safe. */
final class Groups {
  private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";
  private static final String MEMBER_OF = "memberOf";
  private static final String TOKEN_GROUPS = "tokenGroups";
  private static final String PRIMARY_GROUP = "primaryGroupID";
  private static final String OBJECT_SID = "objectSid";
  private static final String GID = "gidNumber";

  /** How many SIDs one search asks for. */
  private static final int BATCH = 50;

  private final GroupSettings settings;
  private final String userNameAttribute;
  private final AgedCache<List<Group>> cache;

  Groups(GroupSettings settings, String userNameAttribute, LongSupplier nanoTime) {
    this(
        settings,
        userNameAttribute,
        new AgedCache<>(settings.cacheSize(), settings.cacheAge(), nanoTime));
  }

  private Groups(GroupSettings settings, String userNameAttribute, AgedCache<List<Group>> cache) {
    this.settings = settings;
    this.userNameAttribute = userNameAttribute;
    this.cache = cache;
  }

  /** The same without a memory. */
  Groups forgetful() {
    return new Groups(settings, userNameAttribute, new AgedCache<>(0, Duration.ZERO, () -> 0));
  }

  /** What has to be read of the member. */
  List<String> attributes() {
    return switch (settings.lookup()) {
      case NONE, TOKEN_GROUPS -> List.of();
      case MEMBER_OF -> List.of(MEMBER_OF, PRIMARY_GROUP, OBJECT_SID);
      case MEMBER_SEARCH -> List.of(GID);
      case IN_CHAIN -> List.of(PRIMARY_GROUP, OBJECT_SID);
    };
  }

  /** All names of all groups, nested ones included. */
  Set<String> of(UserSearch.Searcher searcher, DirectoryUser member)
      throws LDAPException, GroupLimitException {
    Walk walk = new Walk(searcher, settings.base(member.domain()));
    walk.start(member.entry());
    Set<String> names = new TreeSet<>();
    walk.found.values().forEach(group -> names.addAll(group.names()));
    return names;
  }

  int remembered() {
    return cache.size();
  }

  /** The search for the groups of one member. */
  private final class Walk {
    private final UserSearch.Searcher searcher;
    private final String base;
    private final Map<String, Group> found = new HashMap<>();

    Walk(UserSearch.Searcher searcher, String base) {
      this.searcher = searcher;
      this.base = base;
    }

    void start(Entry member) throws LDAPException, GroupLimitException {
      switch (settings.lookup()) {
        case NONE -> {}
        case MEMBER_OF -> {
          List<Group> direct = new ArrayList<>(primary(member));
          direct.addAll(byDn(values(member)));
          climb(direct);
        }
        case MEMBER_SEARCH -> climb(search(directMembership(member)));
        case IN_CHAIN -> inChain(member);
        case TOKEN_GROUPS -> tokenGroups(member);
      }
    }

    /** Level by level; a group that was seen before is not followed again, which ends cycles. */
    private void climb(List<Group> direct) throws LDAPException, GroupLimitException {
      List<Group> level = direct;
      for (int depth = 1; !level.isEmpty(); depth++) {
        List<Group> next = new ArrayList<>();
        for (Group group : level) {
          if (found.containsKey(group.key())) {
            continue;
          }
          if (depth > settings.maxDepth()) {
            throw new GroupLimitException();
          }
          add(group);
          next.addAll(parents(group));
        }
        level = next;
      }
    }

    private void add(Group group) throws GroupLimitException {
      found.put(group.key(), group);
      if (found.size() > settings.maxGroups()) {
        throw new GroupLimitException();
      }
    }

    private List<Group> parents(Group group) throws LDAPException, GroupLimitException {
      return settings.lookup() == GroupLookup.MEMBER_OF
          ? byDn(group.memberOf())
          : remembered("in " + group.key(), () -> search(memberFilter(group.dn())));
    }

    private List<String> values(Entry member) throws GroupLimitException {
      for (Attribute attribute : member.getAttributes()) {
        // Active Directory hands out long lists in ranges: "memberOf;range=0-1499".
        if (attribute.getBaseName().equalsIgnoreCase(MEMBER_OF) && attribute.hasOptions()) {
          throw new GroupLimitException();
        }
      }
      String[] values = member.getAttributeValues(MEMBER_OF);
      return values == null ? List.of() : List.of(values);
    }

    private List<Group> byDn(Collection<String> dns) throws LDAPException, GroupLimitException {
      if (dns.size() > settings.maxGroups()) {
        throw new GroupLimitException();
      }
      List<Group> groups = new ArrayList<>();
      for (String dn : dns) {
        if (new DN(dn).isDescendantOf(base, true)) {
          groups.addAll(remembered("at " + Group.key(dn), () -> read(dn)));
        }
      }
      return groups;
    }

    /** The group at a name; none if what is there is no group or may not be read. */
    private List<Group> read(String dn) throws LDAPException {
      try {
        return groups(
            searcher.search(
                UserSearch.request(dn, SearchScope.BASE, 1, settings.filter(), groupAttributes())));
      } catch (LDAPSearchException e) {
        if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
          return List.of();
        }
        throw e;
      }
    }

    private Filter directMembership(Entry member) {
      List<Filter> ways = new ArrayList<>(List.of(memberFilter(member.getDN())));
      String[] names = member.getAttributeValues(userNameAttribute);
      for (String name : names == null ? new String[0] : names) {
        ways.add(Filter.createEqualityFilter("memberUid", name));
      }
      String gid = member.getAttributeValue(GID);
      if (gid != null) {
        ways.add(Filter.createEqualityFilter(GID, gid));
      }
      return Filter.createORFilter(ways);
    }

    private Filter memberFilter(String dn) {
      return Filter.createORFilter(
          Filter.createEqualityFilter("member", dn),
          Filter.createEqualityFilter("uniqueMember", dn));
    }

    private void inChain(Entry member) throws LDAPException, GroupLimitException {
      for (Group group : search(chain(member.getDN()))) {
        add(group);
      }
      for (Group group : primary(member)) {
        if (!found.containsKey(group.key())) {
          add(group);
        }
        for (Group parent : remembered("chain " + group.key(), () -> search(chain(group.dn())))) {
          add(parent);
        }
      }
    }

    private Filter chain(String dn) {
      return Filter.createExtensibleMatchFilter("member", IN_CHAIN, false, dn);
    }

    /** The primary group is in no list of members: its SID is that of the user with another end. */
    private List<Group> primary(Entry member) throws LDAPException, GroupLimitException {
      Long relative = member.getAttributeValueAsLong(PRIMARY_GROUP);
      Sid user = sid(member);
      if (relative == null || user == null) {
        return List.of();
      }
      Sid sid = user.sibling(relative);
      return bySid(List.of(sid));
    }

    private @Nullable Sid sid(Entry entry) {
      return StableId.OBJECT_SID.of(entry).map(Sid::parse).orElse(null);
    }

    private void tokenGroups(Entry member) throws LDAPException, GroupLimitException {
      SearchResult result =
          searcher.search(
              UserSearch.request(
                  member.getDN(),
                  SearchScope.BASE,
                  1,
                  Filter.createPresenceFilter("objectClass"),
                  List.of(TOKEN_GROUPS)));
      List<Sid> sids = new ArrayList<>();
      for (Entry entry : result.getSearchEntries()) {
        byte[][] values = entry.getAttributeValueByteArrays(TOKEN_GROUPS);
        for (byte[] value : values == null ? new byte[0][] : values) {
          sids.add(Sid.parse(value));
        }
      }
      if (sids.size() > settings.maxGroups()) {
        throw new GroupLimitException();
      }
      for (Group group : bySid(sids)) {
        add(group);
      }
    }

    /** Those that nobody has asked for lately are searched for in batches. */
    private List<Group> bySid(List<Sid> sids) throws LDAPException, GroupLimitException {
      List<Group> groups = new ArrayList<>();
      List<Sid> unknown = new ArrayList<>();
      for (Sid sid : sids) {
        cache.find(sidKey(sid)).ifPresentOrElse(groups::addAll, () -> unknown.add(sid));
      }
      for (int start = 0; start < unknown.size(); start += BATCH) {
        List<Sid> batch = unknown.subList(start, Math.min(unknown.size(), start + BATCH));
        long asked = cache.now();
        List<Group> answer =
            search(
                Filter.createORFilter(
                    batch.stream()
                        .map(sid -> Filter.createEqualityFilter(OBJECT_SID, sid.toBytes()))
                        .toList()));
        for (Sid sid : batch) {
          List<Group> called =
              answer.stream().filter(group -> group.names().contains(sid.toString())).toList();
          List<Group> known = called.isEmpty() ? List.of(Group.ofSid(sid)) : called;
          cache.put(sidKey(sid), known, asked);
          groups.addAll(known);
        }
      }
      return groups;
    }

    private String sidKey(Sid sid) {
      return base + "\nsid " + sid;
    }

    private List<Group> search(Filter which) throws LDAPException, GroupLimitException {
      SearchResult result =
          UserSearch.tolerant(
              searcher,
              UserSearch.request(
                  base,
                  SearchScope.SUB,
                  settings.maxGroups(),
                  Filter.createANDFilter(settings.filter(), which),
                  groupAttributes()));
      if (result.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        throw new GroupLimitException();
      }
      return groups(result);
    }

    private List<Group> groups(SearchResult result) throws LDAPException {
      List<Group> groups = new ArrayList<>();
      for (Entry entry : result.getSearchEntries()) {
        groups.add(Group.of(entry, settings.nameAttribute()));
      }
      return List.copyOf(groups);
    }

    private List<Group> remembered(String key, AgedCache.Loader<List<Group>> loader)
        throws LDAPException, GroupLimitException {
      return cache.get(base + "\n" + key, loader);
    }

    private List<String> groupAttributes() {
      return List.of(settings.nameAttribute(), OBJECT_SID, MEMBER_OF);
    }
  }
}
