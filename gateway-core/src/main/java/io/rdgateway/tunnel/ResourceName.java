/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names by which clients ask for hosts, brought into one form before anybody compares them. */
public final class ResourceName {
  /** The longest DNS name in its text form. */
  private static final int MAX_LENGTH = 253;

  private ResourceName() {}

  /**
   * Folds the case, takes off a trailing dot and the brackets of an IPv6 literal, and brings
   * international names into ASCII.
   *
   * @param name as the client sent it
   * @return the name, or null if it cannot name a host
   */
  public static @Nullable String normalise(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
      if (text.indexOf(':') < 0) {
        return null;
      }
    } else if (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    if (!isPlausible(text)) {
      return null;
    }
    try {
      // DNS and policies see one form of an international name.
      String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
      return isPlausible(ascii) ? ascii : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isPlausible(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && !text.startsWith(".")
        && !text.endsWith(".")
        && !text.contains("..")
        && text.chars().allMatch(ResourceName::isNameCharacter);
  }

  /**
   * Letters of any language, since directories hold them; the colon of IPv6, but no zone: it names
   * one of our interfaces.
   */
  private static boolean isNameCharacter(int c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '$';
  }
}
