/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as files write them: {@code 90s}, {@code 30m}, {@code 8h}. */
public final class Durations {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,7})([smh])");

  private Durations() {}

  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Quoted.word(text)
              + " is no time; write a whole number with s, m or h as in 90s, 30m or 8h, or remove the"
              + " key for none");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Writes whole seconds, more than none, in the largest unit that fits. */
  public static String format(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
