/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes login names apart and folds their case. */
final class LoginNames {
  private final Set<String> domains;

  LoginNames(String... domains) {
    if (Arrays.stream(domains).anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a domain name must not be blank");
    }
    this.domains =
        Arrays.stream(domains).map(LoginNames::fold).collect(Collectors.toUnmodifiableSet());
  }

  static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The folded user name; empty if the name is in a domain that is not ours. */
  Optional<String> user(String userName, String domain) {
    if (!domain.isEmpty()) {
      return in(domain, userName);
    }
    int backslash = userName.indexOf('\\');
    if (backslash >= 0) {
      return in(userName.substring(0, backslash), userName.substring(backslash + 1));
    }
    int at = userName.lastIndexOf('@');
    if (at >= 0) {
      return in(userName.substring(at + 1), userName.substring(0, at));
    }
    return Optional.of(fold(userName));
  }

  private Optional<String> in(String domain, String user) {
    return domains.contains(fold(domain)) ? Optional.of(fold(user)) : Optional.empty();
  }
}
