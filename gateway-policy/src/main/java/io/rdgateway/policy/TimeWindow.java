/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours on days of the week. A window whose end is not after its start goes on past midnight and
 * belongs to the day on which it begins: {@code Fri-Fri 22:00-06:00} ends on Saturday morning.
 *
 * @param firstDay the first day
 * @param lastDay the last day, itself included; before {@code firstDay} in the week it is that of
 *     the next week, as in {@code Sat-Mon}
 * @param start whole minutes, included
 * @param end whole minutes, not included; midnight is the end of the day (24:00)
 */
public record TimeWindow(DayOfWeek firstDay, DayOfWeek lastDay, LocalTime start, LocalTime end) {

  private static final Pattern TEXT =
      Pattern.compile(
          "([A-Za-z]{3})(?:-([A-Za-z]{3}))? +([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])");

  /** Checks the hours. */
  public TimeWindow {
    if (!start.equals(start.truncatedTo(ChronoUnit.MINUTES))
        || !end.equals(end.truncatedTo(ChronoUnit.MINUTES))) {
      throw new IllegalArgumentException("a window is in whole minutes");
    }
    if (start.equals(end) && !end.equals(LocalTime.MIDNIGHT)) {
      throw new IllegalArgumentException(
          "a window that begins and ends at " + start + " is empty; a whole day is 00:00-24:00");
    }
  }

  /**
   * Reads a window as {@link #toString()} writes it.
   *
   * @param text a day or two with a hyphen, and hours, as in {@code Mon-Fri 08:00-18:00}, {@code
   *     Sat 22:00-04:00} or {@code Sun 00:00-24:00}
   * @return the window
   * @throws IllegalArgumentException if it is something else; the message is one sentence
   */
  public static TimeWindow parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw malformed(text);
    }
    DayOfWeek first = day(matcher.group(1), text);
    String last = matcher.group(2);
    return new TimeWindow(
        first,
        last == null ? first : day(last, text),
        time(matcher.group(3), false, text),
        time(matcher.group(4), true, text));
  }

  private static DayOfWeek day(String word, String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (shortName(day).equalsIgnoreCase(word)) {
        return day;
      }
    }
    throw malformed(text);
  }

  private static LocalTime time(String word, boolean end, String text) {
    if (end && word.equals("24:00")) {
      return LocalTime.MIDNIGHT;
    }
    int hour = Integer.parseInt(word.substring(0, 2));
    if (hour > 23) {
      throw malformed(text);
    }
    return LocalTime.of(hour, Integer.parseInt(word.substring(3)));
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        Texts.quoted(text)
            + " is no window; write days and hours as in \"Mon-Fri 08:00-18:00\" or \"Sat"
            + " 22:00-04:00\"");
  }

  /** Whether a time by the clock on the wall is inside. */
  boolean contains(LocalDateTime wall) {
    LocalTime time = wall.toLocalTime();
    boolean started = !time.isBefore(start);
    boolean ended = !time.isBefore(end) && !end.equals(LocalTime.MIDNIGHT);
    if (end.isAfter(start) || end.equals(LocalTime.MIDNIGHT)) {
      return started && !ended && hasDay(wall.getDayOfWeek());
    }
    return (started && hasDay(wall.getDayOfWeek()))
        || (!ended && hasDay(wall.getDayOfWeek().minus(1)));
  }

  private boolean hasDay(DayOfWeek day) {
    int length = Math.floorMod(lastDay.getValue() - firstDay.getValue(), 7);
    return Math.floorMod(day.getValue() - firstDay.getValue(), 7) <= length;
  }

  static String shortName(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ROOT);
  }

  @Override
  public String toString() {
    return shortName(firstDay)
        + (lastDay == firstDay ? "" : "-" + shortName(lastDay))
        + " "
        + start
        + "-"
        + (end.equals(LocalTime.MIDNIGHT) ? "24:00" : end);
  }
}
