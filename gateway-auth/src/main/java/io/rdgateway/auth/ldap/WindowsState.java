/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.AccountState.first;
import static io.rdgateway.auth.ldap.AccountState.when;

import com.unboundid.ldap.sdk.Entry;
import io.rdgateway.spi.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts of Active Directory (MS-ADTS 2.2.16, MS-ADA1 to 3). */
final class WindowsState implements AccountState {
  private static final String CONTROL = "userAccountControl";
  private static final String COMPUTED = "msDS-User-Account-Control-Computed";
  private static final String EXPIRES = "accountExpires";
  private static final String PASSWORD_SET = "pwdLastSet";
  private static final String HOURS = "logonHours";

  private static final int DISABLED = 0x2;
  private static final int LOCKED = 0x10;
  private static final int NORMAL = 0x200;
  private static final int TRUST_OR_COMPUTER = 0x800 | 0x1000 | 0x2000;
  private static final int PASSWORD_NEVER_EXPIRES = 0x10000;
  private static final int SMART_CARD = 0x40000;
  private static final int PASSWORD_EXPIRED = 0x800000;

  /** FILETIME: 100 ns since 1601. */
  private static final long TICKS_PER_SECOND = 10_000_000L;

  private static final long FROM_1601_TO_1970 = 11_644_473_600L;

  @Override
  public List<String> attributes() {
    return List.of(CONTROL, COMPUTED, EXPIRES, PASSWORD_SET, HOURS);
  }

  @Override
  public @Nullable RejectReason problem(Entry entry, Instant now, Judged judged) {
    Integer control = entry.getAttributeValueAsInteger(CONTROL);
    if (control == null) {
      return LdapRejects.STATE_UNREADABLE;
    }
    RejectReason lasting =
        first(
            when((control & TRUST_OR_COMPUTER) != 0, LdapRejects.NOT_A_USER),
            when((control & NORMAL) == 0, LdapRejects.NOT_A_USER),
            when((control & DISABLED) != 0, LdapRejects.DISABLED),
            when(end(entry).filter(end -> !end.isAfter(now)).isPresent(), LdapRejects.EXPIRED),
            when((control & SMART_CARD) != 0, LdapRejects.SMART_CARD));
    if (lasting != null || judged == Judged.EARLIER) {
      return lasting;
    }
    byte[] hours = entry.getAttributeValueBytes(HOURS);
    RejectReason closed = when(!LogonHours.allow(hours, now), LdapRejects.HOURS);
    return judged == Judged.BY_BIND ? closed : first(passwordProblem(entry, control), closed);
  }

  private static @Nullable RejectReason passwordProblem(Entry entry, int control) {
    Integer value = entry.getAttributeValueAsInteger(COMPUTED);
    int computed = (value == null ? 0 : value) | control;
    boolean mustChange =
        "0".equals(entry.getAttributeValue(PASSWORD_SET))
            && (control & PASSWORD_NEVER_EXPIRES) == 0;
    return first(
        when((computed & LOCKED) != 0, LdapRejects.LOCKED),
        when(mustChange, LdapRejects.MUST_CHANGE),
        when((computed & PASSWORD_EXPIRED) != 0, LdapRejects.PASSWORD_EXPIRED));
  }

  @Override
  public Optional<Instant> end(Entry entry) {
    Long ticks = entry.getAttributeValueAsLong(EXPIRES);
    return ticks == null || ticks <= 0 || ticks == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochSecond(
                ticks / TICKS_PER_SECOND - FROM_1601_TO_1970,
                ticks % TICKS_PER_SECOND * (1_000_000_000L / TICKS_PER_SECOND)));
  }
}
