/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Entry;
import io.rdgateway.auth.ldap.AccountState.Judged;
import io.rdgateway.spi.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccountStateTest {
  /** A Monday at noon, 1780315200 seconds since 1970. */
  private static final Instant NOW = Shapes.NOW;

  private static final AccountState WINDOWS = new WindowsState();
  private static final AccountState POSIX =
      new PosixState(Duration.ofMinutes(10), Duration.ofDays(30));

  private static String judge(AccountState state, Judged judged, Entry entry) {
    RejectReason problem = state.problem(entry, NOW, judged);
    return problem == null ? "good" : problem.code();
  }

  private static Entry entry(String... attributes) {
    Entry entry = new Entry("cn=user");
    for (String attribute : attributes) {
      String[] parts = attribute.split("=", 2);
      entry.addAttribute(parts[0], parts[1]);
    }
    return entry;
  }

  @ParameterizedTest
  @CsvSource({
    "userAccountControl=512,good,good,good",
    "userAccountControl=514,account-disabled,account-disabled,account-disabled",
    "userAccountControl=4096,not-a-user,not-a-user,not-a-user",
    "userAccountControl=2080,not-a-user,not-a-user,not-a-user",
    "userAccountControl=262656,smart-card-required,smart-card-required,smart-card-required",
    "userAccountControl=8389120,good,password-expired,good",
    "userAccountControl=512|msDS-User-Account-Control-Computed=16,good,account-locked,good",
    "userAccountControl=512|msDS-User-Account-Control-Computed=8388608,good,password-expired,good",
    "userAccountControl=512|pwdLastSet=0,good,password-must-change,good",
    "userAccountControl=66048|pwdLastSet=0,good,good,good",
    "userAccountControl=512|accountExpires=0,good,good,good",
    "userAccountControl=512|accountExpires=134247888000000000,account-expired,account-expired,account-expired",
    "userAccountControl=512|accountExpires=134247888010000000,good,good,good",
    "userAccountControl=nonsense,account-unreadable,account-unreadable,account-unreadable",
    "cn=x,account-unreadable,account-unreadable,account-unreadable"
  })
  void windows(String attributes, String byBind, String byNobody, String earlier) {
    Entry entry = entry(attributes.split("\\|"));
    assertEquals(byBind, judge(WINDOWS, Judged.BY_BIND, entry));
    assertEquals(byNobody, judge(WINDOWS, Judged.BY_NOBODY, entry));
    assertEquals(earlier, judge(WINDOWS, Judged.EARLIER, entry));
  }

  @ParameterizedTest
  @CsvSource({
    "cn=x,good,good,good",
    "pwdAccountLockedTime=000001010000Z,account-locked,account-locked,account-locked",
    "pwdAccountLockedTime=20260601115500Z,good,account-locked,good",
    "pwdAccountLockedTime=20260601114900Z,good,good,good",
    "pwdAccountLockedTime=nonsense,good,account-locked,good",
    "pwdReset=TRUE,password-must-change,password-must-change,good",
    "pwdStartTime=20260602000000Z,account-expired,account-expired,good",
    "pwdEndTime=20260601120000Z,account-expired,account-expired,account-expired",
    "pwdEndTime=20260601120001Z,good,good,good",
    "pwdChangedTime=20260501120000Z,good,password-expired,good",
    "pwdChangedTime=20260503120000Z,good,good,good",
    "shadowExpire=20605,account-expired,account-expired,account-expired",
    "shadowExpire=20606,good,good,good",
    "shadowExpire=-1,good,good,good",
    "sambaAcctFlags=[U          ],good,good,good",
    "sambaAcctFlags=[DU         ],account-disabled,account-disabled,account-disabled",
    "sambaAcctFlags=[W          ],not-a-user,not-a-user,not-a-user",
    "sambaAcctFlags=[UL         ],account-locked,account-locked,good",
    "sambaKickoffTime=1780315200,account-expired,account-expired,account-expired",
    "sambaKickoffTime=2147483647,good,good,good",
    "sambaKickoffTime=0,good,good,good",
    "sambaPwdMustChange=1780315200,good,password-expired,good",
    "sambaPwdMustChange=2147483647,good,good,good",
    "sambaPwdLastSet=0,good,password-must-change,good",
    "sambaLogonHours=000000000000000000000000000000000000000000,logon-hours,logon-hours,good",
    "sambaLogonHours=FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF,good,good,good",
    "sambaLogonHours=FF,logon-hours,logon-hours,good",
    "nsAccountLock=true,account-disabled,account-disabled,account-disabled",
    "loginDisabled=TRUE,account-disabled,account-disabled,account-disabled"
  })
  void posix(String attribute, String byBind, String byNobody, String earlier) {
    Entry entry = entry(attribute);
    assertEquals(byBind, judge(POSIX, Judged.BY_BIND, entry));
    assertEquals(byNobody, judge(POSIX, Judged.BY_NOBODY, entry));
    assertEquals(earlier, judge(POSIX, Judged.EARLIER, entry));
  }

  @ParameterizedTest
  @EnumSource(names = {"BY_BIND", "BY_NOBODY"})
  void hours(Judged judged) {
    // Monday 12:00 to 13:00 is bit 36: byte 4, the fifth bit.
    byte[] noon = new byte[21];
    noon[4] = 0x10;
    assertEquals("good", judge(WINDOWS, judged, withHours(noon)));
    noon[4] = 0x08;
    assertEquals("logon-hours", judge(WINDOWS, judged, withHours(noon)));
    assertEquals("logon-hours", judge(WINDOWS, judged, withHours(new byte[20])));
    assertEquals("good", judge(WINDOWS, Judged.EARLIER, withHours(noon)));
  }

  private static Entry withHours(byte[] hours) {
    Entry entry = entry("userAccountControl=512");
    entry.addAttribute("logonHours", hours);
    return entry;
  }

  @Test
  void weeksBeginOnSunday() {
    byte[] first = HexFormat.of().parseHex("01" + "00".repeat(20));
    byte[] last = HexFormat.of().parseHex("00".repeat(20) + "80");
    Instant sunday = Instant.parse("2026-05-31T00:30:00Z");
    Instant saturday = Instant.parse("2026-06-06T23:30:00Z");
    assertEquals(true, LogonHours.allow(first, sunday));
    assertEquals(false, LogonHours.allow(first, saturday));
    assertEquals(true, LogonHours.allow(last, saturday));
    assertEquals(false, LogonHours.allow(last, sunday));
  }
}
