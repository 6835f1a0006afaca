/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * When a connection rule counts. The clock on the wall of the zone decides, summer time included:
 * an hour that the change of clocks repeats is inside twice, one that it skips never.
 *
 * @param zone where the clock hangs
 * @param windows at least one, each once; inside any of them is inside
 */
public record Schedule(ZoneId zone, List<TimeWindow> windows) {

  /** Copies and checks the windows. */
  public Schedule {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("a schedule needs at least one window");
    }
    Texts.requireDistinct("the window", windows);
  }

  /**
   * A schedule of windows as texts.
   *
   * @param zone for example {@code ZoneId.of("Europe/Berlin")}
   * @param windows as {@link TimeWindow#parse} reads them
   * @return the schedule
   * @throws IllegalArgumentException if there is none, one twice, or one that is no window
   */
  public static Schedule of(ZoneId zone, String... windows) {
    return new Schedule(zone, Stream.of(windows).map(TimeWindow::parse).toList());
  }

  /**
   * Reads the name of a time zone.
   *
   * @param name for example {@code Europe/Berlin} or {@code UTC}
   * @return the zone
   * @throws IllegalArgumentException if there is no such zone
   */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "there is no time zone " + Texts.quoted(name) + "; write one as in Europe/Berlin", e);
    }
  }

  /**
   * Whether a moment is inside.
   *
   * @param moment any
   * @return true if it is in one of the windows
   */
  public boolean contains(Instant moment) {
    LocalDateTime wall = moment.atZone(zone).toLocalDateTime();
    return windows.stream().anyMatch(window -> window.contains(wall));
  }

  @Override
  public String toString() {
    return windows + " in " + zone;
  }
}
