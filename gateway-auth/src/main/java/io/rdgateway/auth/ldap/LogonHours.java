/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The hours of the week in UTC at which an account may sign in: 168 bits from Sunday midnight. */
final class LogonHours {
  private static final int BYTES = 21;

  private LogonHours() {}

  /** Without a value every hour is good; a value of another length allows none. */
  static boolean allow(byte @Nullable [] hours, Instant now) {
    if (hours == null || hours.length == 0) {
      return true;
    }
    if (hours.length != BYTES) {
      return false;
    }
    ZonedDateTime time = now.atZone(ZoneOffset.UTC);
    int day = time.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : time.getDayOfWeek().getValue();
    int bit = day * 24 + time.getHour();
    return (hours[bit / 8] & 1 << bit % 8) != 0;
  }
}
