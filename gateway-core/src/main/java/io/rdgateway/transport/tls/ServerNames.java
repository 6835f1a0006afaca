/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of several certificates a client gets for the name that it asks for (RFC 6066, section 3).
 * Names are compared as RFC 9525, section 6.3 has it: without regard to case, and a wildcard is the
 * whole leftmost label and stands for exactly one. A whole name goes before a wildcard, an earlier
 * certificate before a later one, and for any other name there is the first certificate. Immutable.
 */
final class ServerNames {
  private static final String WILDCARD = "*.";

  private final Map<String, Integer> names = new HashMap<>();

  /** By what follows the wildcard and its dot. */
  private final Map<String, Integer> wildcards = new HashMap<>();

  /**
   * The names of certificates.
   *
   * @param certificates of each the names in its subject alternative names; an address among them
   *     matches nothing, since no client asks for one (RFC 6066)
   */
  ServerNames(List<List<String>> certificates) {
    for (int i = 0; i < certificates.size(); i++) {
      for (String name : certificates.get(i)) {
        String lower = canonical(name);
        boolean wild = lower.startsWith(WILDCARD);
        String rest = wild ? lower.substring(WILDCARD.length()) : lower;
        if (rest.indexOf('*') < 0) { // what has one elsewhere matches nothing
          (wild ? wildcards : names).putIfAbsent(rest, i);
        }
      }
    }
  }

  /**
   * Chooses.
   *
   * @param asked what the client has sent, null if nothing
   * @return the index of a certificate; 0, the first, if none has that name
   */
  int choose(@Nullable String asked) {
    if (asked == null) {
      return 0;
    }
    String name = canonical(asked);
    Integer whole = names.get(name);
    if (whole != null) {
      return whole;
    }
    int dot = name.indexOf('.');
    return dot < 1 ? 0 : wildcards.getOrDefault(name.substring(dot + 1), 0);
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
