/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The challenges of WWW-Authenticate fields (RFC 9110, section 11.6.1). */
final class Challenges {
  /** The name of a scheme alone, or with a parameter behind a space; {@code name=} is neither. */
  private static final Pattern START =
      Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+(\\s+[^\\s=].*)?", Pattern.DOTALL);

  private Challenges() {}

  /** Splits the fields into one entry for each challenge; some gateways join them with commas. */
  static List<String> split(List<String> fields) {
    List<String> challenges = new ArrayList<>();
    for (String field : fields) {
      boolean first = true;
      for (String part : parts(field)) {
        if (part.isEmpty()) {
          continue;
        }
        int last = challenges.size() - 1;
        if (first || START.matcher(part).matches()) {
          challenges.add(part);
        } else {
          challenges.set(last, challenges.get(last) + ", " + part);
        }
        first = false;
      }
    }
    return challenges;
  }

  /** Splits at the commas that stand outside of quotes. */
  private static List<String> parts(String field) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        parts.add(field.substring(start, i).trim());
        start = i + 1;
      }
    }
    parts.add(field.substring(start).trim());
    return parts;
  }

  /** Whether a scheme is among the challenges. */
  static boolean offer(List<String> challenges, String scheme) {
    return challenges.stream().anyMatch(c -> c.split("\\s", 2)[0].equalsIgnoreCase(scheme));
  }
}
