/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A group of the directory.
 *
 * @param key the same for each spelling of the distinguished name
 * @param dn as the directory writes it
 * @param names everything that policies may call it
 * @param memberOf the distinguished names of the groups that it is in, if the directory tells
 */
record Group(String key, String dn, List<String> names, List<String> memberOf) {
  private static final int MAX_NAME_LENGTH = 1024;

  /** What a SID or a distinguished name looks like; a short name that does is none. */
  private static final Pattern NO_SHORT_NAME = Pattern.compile("(?i)s-1-.*|.*=.*", Pattern.DOTALL);

  static Group of(Entry entry, String nameAttribute) throws LDAPException {
    List<String> names = new ArrayList<>();
    names.add(new DN(entry.getDN()).toMinimallyEncodedString());
    String[] shortNames = entry.getAttributeValues(nameAttribute);
    for (String name : shortNames == null ? new String[0] : shortNames) {
      if (isShortName(name)) {
        names.add(name);
      }
    }
    StableId.OBJECT_SID.of(entry).ifPresent(names::add);
    String[] parents = entry.getAttributeValues("memberOf");
    return new Group(
        key(entry.getDN()),
        entry.getDN(),
        List.copyOf(names),
        parents == null ? List.of() : List.of(parents));
  }

  /** A group that only its SID is known of. */
  static Group ofSid(Sid sid) {
    return new Group(sid.toString(), "", List.of(sid.toString()), List.of());
  }

  private static boolean isShortName(String name) {
    return !name.isBlank()
        && name.length() <= MAX_NAME_LENGTH
        && name.codePoints().noneMatch(Sentences::isInvisible)
        && !NO_SHORT_NAME.matcher(name).matches();
  }

  static String key(String dn) throws LDAPException {
    return new DN(dn).toNormalizedString().toLowerCase(Locale.ROOT);
  }
}
