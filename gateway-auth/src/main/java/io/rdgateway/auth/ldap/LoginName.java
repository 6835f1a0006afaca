/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user typed, taken apart.
 *
 * @param user without a domain; empty if a principal name cannot be such a name too
 * @param domain the one that was typed or is meant; null if the suffix is nobody's
 * @param principalName {@code user@suffix} as typed; null for the other forms
 */
record LoginName(String user, @Nullable LdapDomain domain, @Nullable String principalName) {
  static final int MAX_LENGTH = 256;

  /** What Windows forbids in account names. */
  private static final String FORBIDDEN = "\"/\\[]:;|=,+*?<>@";

  /** What no name before the sign of a principal name has. */
  private static final String FORBIDDEN_IN_PRINCIPAL = "\"/\\[]:;|=,*?<>()@";

  /** Empty for what cannot be anybody's name. */
  static Optional<LoginName> parse(String userName, String domain, List<LdapDomain> domains) {
    if (!domain.isEmpty()) {
      return in(domain, userName, domains);
    }
    int backslash = userName.indexOf('\\');
    if (backslash >= 0) {
      return in(userName.substring(0, backslash), userName.substring(backslash + 1), domains);
    }
    int at = userName.lastIndexOf('@');
    if (at < 0) {
      return isName(userName, FORBIDDEN)
          ? Optional.of(new LoginName(userName, domains.get(0), null))
          : Optional.empty();
    }
    String user = userName.substring(0, at);
    String suffix = userName.substring(at + 1);
    if (userName.length() > MAX_LENGTH
        || !isName(user, FORBIDDEN_IN_PRINCIPAL)
        || !isName(suffix, FORBIDDEN_IN_PRINCIPAL)) {
      return Optional.empty();
    }
    LdapDomain called = called(suffix, domains);
    return Optional.of(new LoginName(isName(user, FORBIDDEN) ? user : "", called, userName));
  }

  private static Optional<LoginName> in(String domain, String user, List<LdapDomain> domains) {
    LdapDomain called = called(domain, domains);
    return called != null && isName(user, FORBIDDEN)
        ? Optional.of(new LoginName(user, called, null))
        : Optional.empty();
  }

  private static @Nullable LdapDomain called(String name, List<LdapDomain> domains) {
    return domains.stream().filter(domain -> domain.isCalled(name)).findFirst().orElse(null);
  }

  private static boolean isName(String text, String forbidden) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.equals(text.strip())
        && text.codePoints().noneMatch(c -> Sentences.isInvisible(c) || forbidden.indexOf(c) >= 0);
  }

  /**
   * Whether a name of the directory is the one that was typed. Directories compare more generously:
   * without accents, or with full-width letters taken for plain ones. Here only the case is free,
   * and no letter outside ASCII is another way to write one inside.
   */
  static boolean same(String typed, String found) {
    if (typed.length() != found.length()) {
      return false;
    }
    for (int i = 0; i < typed.length(); i++) {
      char a = typed.charAt(i);
      char b = found.charAt(i);
      boolean equal = a == b || Character.toLowerCase(a) == Character.toLowerCase(b);
      if (!equal || (a < 128) != (b < 128)) {
        return false;
      }
    }
    return true;
  }
}
