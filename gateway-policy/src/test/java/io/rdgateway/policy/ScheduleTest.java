/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 2026-06-01 was a Monday. */
  @ParameterizedTest
  @CsvSource({
    "Mon-Fri 08:00-18:00, 2026-06-01T08:00, true",
    "Mon-Fri 08:00-18:00, 2026-06-01T07:59:59.999, false",
    "Mon-Fri 08:00-18:00, 2026-06-05T17:59:59.999, true",
    "Mon-Fri 08:00-18:00, 2026-06-05T18:00, false",
    "Mon-Fri 08:00-18:00, 2026-06-06T12:00, false",
    "Mon-Fri 08:00-18:00, 2026-06-07T12:00, false",
    "Wed 08:00-18:00, 2026-06-03T12:00, true",
    "Wed 08:00-18:00, 2026-06-02T12:00, false",
    "Wed 08:00-18:00, 2026-06-04T12:00, false",
    // Days over the end of the week.
    "Sat-Mon 08:00-18:00, 2026-06-06T12:00, true",
    "Sat-Mon 08:00-18:00, 2026-06-07T12:00, true",
    "Sat-Mon 08:00-18:00, 2026-06-01T12:00, true",
    "Sat-Mon 08:00-18:00, 2026-06-02T12:00, false",
    "Sat-Mon 08:00-18:00, 2026-06-05T12:00, false",
    // Hours over midnight belong to the day on which they begin.
    "Fri 22:00-06:00, 2026-06-05T22:00, true",
    "Fri 22:00-06:00, 2026-06-05T23:59, true",
    "Fri 22:00-06:00, 2026-06-06T00:00, true",
    "Fri 22:00-06:00, 2026-06-06T05:59, true",
    "Fri 22:00-06:00, 2026-06-06T06:00, false",
    "Fri 22:00-06:00, 2026-06-05T05:00, false",
    "Fri 22:00-06:00, 2026-06-06T22:00, false",
    "Sun 22:00-06:00, 2026-06-01T05:00, true",
    "Mon-Sun 22:00-06:00, 2026-06-03T05:00, true",
    "Mon-Sun 22:00-06:00, 2026-06-03T12:00, false",
    // Midnight.
    "Mon 00:00-24:00, 2026-06-01T00:00, true",
    "Mon 00:00-24:00, 2026-06-01T23:59:59.999, true",
    "Mon 00:00-24:00, 2026-06-02T00:00, false",
    "Mon 00:00-24:00, 2026-05-31T23:59:59.999, false",
    "Mon 22:00-24:00, 2026-06-01T23:59, true",
    "Mon 22:00-24:00, 2026-06-02T00:00, false",
    "Mon 22:00-00:00, 2026-06-02T00:00, false",
    "Mon 00:00-01:00, 2026-06-01T00:59, true",
    "Mon 00:00-01:00, 2026-06-01T01:00, false",
  })
  void aWindowIsHoursOnDays(String window, LocalDateTime wall, boolean inside) {
    Schedule schedule = Schedule.of(BERLIN, window);
    assertEquals(inside, schedule.contains(wall.atZone(BERLIN).toInstant()));
  }

  @Test
  void anyWindowIsEnough() {
    Schedule schedule = Schedule.of(ZoneOffset.UTC, "Mon 08:00-09:00", "Mon 10:00-11:00");
    assertTrue(schedule.contains(Instant.parse("2026-06-01T08:30:00Z")));
    assertFalse(schedule.contains(Instant.parse("2026-06-01T09:30:00Z")));
    assertTrue(schedule.contains(Instant.parse("2026-06-01T10:30:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    // The same hour of the wall is another moment in summer and in winter, and in another zone.
    "Europe/Berlin, 08:00-09:00, 2026-01-14T07:30:00Z, true",
    "Europe/Berlin, 08:00-09:00, 2026-01-14T06:30:00Z, false",
    "Europe/Berlin, 08:00-09:00, 2026-07-15T06:30:00Z, true",
    "Europe/Berlin, 08:00-09:00, 2026-07-15T07:30:00Z, false",
    "America/New_York, 08:00-09:00, 2026-07-15T12:30:00Z, true",
    "America/New_York, 08:00-09:00, 2026-07-15T06:30:00Z, false",
    // 2026-03-29 jumps from 02:00 to 03:00 in Berlin.
    "Europe/Berlin, 02:00-03:00, 2026-03-29T00:59:59Z, false",
    "Europe/Berlin, 02:00-03:00, 2026-03-29T01:00:00Z, false",
    "Europe/Berlin, 01:00-04:00, 2026-03-29T01:59:59Z, true",
    "Europe/Berlin, 01:00-04:00, 2026-03-29T02:00:00Z, false",
    // 2026-10-25 goes from 03:00 back to 02:00.
    "Europe/Berlin, 02:00-03:00, 2026-10-24T23:59:59Z, false",
    "Europe/Berlin, 02:00-03:00, 2026-10-25T00:30:00Z, true",
    "Europe/Berlin, 02:00-03:00, 2026-10-25T01:30:00Z, true",
    "Europe/Berlin, 02:00-03:00, 2026-10-25T02:00:00Z, false",
  })
  void theClockOnTheWallDecides(String zone, String hours, Instant moment, boolean inside) {
    assertEquals(inside, Schedule.of(Schedule.zone(zone), "Mon-Sun " + hours).contains(moment));
  }

  @ParameterizedTest
  @CsvSource({
    "mon-FRI  08:00-18:00, Mon-Fri 08:00-18:00",
    "Sat-Sat 22:00-00:00, Sat 22:00-24:00",
    "Sun 00:00-24:00, Sun 00:00-24:00",
  })
  void hasOneTextForEachWindow(String text, String written) {
    TimeWindow window = TimeWindow.parse(text);
    assertEquals(written, window.toString());
    assertEquals(window, TimeWindow.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mon",
        "08:00-18:00",
        "Mon 8:00-18:00",
        "Mon 08:00",
        "Mon 08:00-25:00",
        "Mon 24:00-08:00",
        "Mon 08:60-09:00",
        "Mon 29:00-08:00",
        "Mon 08:00-24:30",
        "Mon 08:00-08:00",
        "Mon,Tue 08:00-18:00",
        "Mo-Fr 08:00-18:00",
        "Mon-Fir 08:00-18:00",
        " Mon 08:00-18:00",
        "Mon 08:00-18:00 "
      })
  void refusesWhatIsNoWindow(String text) {
    assertThrows(IllegalArgumentException.class, () -> TimeWindow.parse(text));
  }

  @Test
  void refusesWhatCannotBeMeant() {
    LocalTime eight = LocalTime.of(8, 0);
    for (LocalTime odd : List.of(LocalTime.of(9, 0, 1), LocalTime.of(9, 0, 0, 1))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new TimeWindow(DayOfWeek.MONDAY, DayOfWeek.MONDAY, eight, odd));
      assertThrows(
          IllegalArgumentException.class,
          () -> new TimeWindow(DayOfWeek.MONDAY, DayOfWeek.MONDAY, odd, eight));
    }
    assertThrows(IllegalArgumentException.class, () -> Schedule.of(BERLIN));
    assertThrows(
        IllegalArgumentException.class,
        () -> Schedule.of(BERLIN, "Mon 08:00-09:00", "mon 08:00-09:00"));
    assertThrows(IllegalArgumentException.class, () -> Schedule.zone("Europe/Berlinn"));
    assertThrows(IllegalArgumentException.class, () -> Schedule.zone(""));
  }
}
