/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

/**
 * What counts as a host name: labels of letters, digits, hyphens and underscores (RFC 952, RFC
 * 1123, and what Windows adds), the last one not a number.
 *
 * <p>The last point matters: resolvers take {@code 167837953} and {@code 10.1.257} for addresses,
 * and what is an address must not slip through a rule that speaks of names.
 */
final class HostNames {

  static final int MAX_LENGTH = 253;
  static final int MAX_LABEL_LENGTH = 63;

  private HostNames() {}

  /** Lower-case and without the dot of the root, as the requested name arrives. */
  static String normalise(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return Texts.fold(name);
  }

  /** Whether a normalised text is a host name. */
  static boolean isHostName(String name) {
    return hasLabelsOf(name, "-_") && !endsInNumber(name);
  }

  /** Whether a text consists of labels of letters, digits, and some further characters. */
  static boolean hasLabelsOf(String name, String further) {
    if (name.length() > MAX_LENGTH) {
      return false;
    }
    int labelLength = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (labelLength == 0) {
          return false;
        }
        labelLength = 0;
      } else if (++labelLength > MAX_LABEL_LENGTH
          || !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || further.indexOf(c) >= 0)) {
        return false;
      }
    }
    return labelLength > 0;
  }

  /** Whether the last label is a number, decimal or hexadecimal. */
  static boolean endsInNumber(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.startsWith("0x") || last.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
