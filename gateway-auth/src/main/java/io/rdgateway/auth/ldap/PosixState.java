/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.AccountState.first;
import static io.rdgateway.auth.ldap.AccountState.when;

import com.unboundid.ldap.sdk.Entry;
import io.rdgateway.spi.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of other directories, as far as their entries have these attributes: password policies
 * of OpenLDAP (draft-behera-ldap-password-policy), Samba's, {@code shadowAccount}, and the locks of
 * 389 Directory Server and eDirectory.
 */
final class PosixState implements AccountState {
  private static final String LOCKED_TIME = "pwdAccountLockedTime";
  private static final String RESET = "pwdReset";
  private static final String START = "pwdStartTime";
  private static final String END = "pwdEndTime";
  private static final String CHANGED = "pwdChangedTime";
  private static final String SHADOW_EXPIRE = "shadowExpire";
  private static final String SAMBA_FLAGS = "sambaAcctFlags";
  private static final String SAMBA_KICKOFF = "sambaKickoffTime";
  private static final String SAMBA_MUST_CHANGE = "sambaPwdMustChange";
  private static final String SAMBA_LAST_SET = "sambaPwdLastSet";
  private static final String SAMBA_HOURS = "sambaLogonHours";
  private static final List<String> OTHER_LOCKS = List.of("nsAccountLock", "loginDisabled");

  /** How password policies write a lock that somebody set by hand. */
  private static final String LOCKED_BY_HAND = "000001010000Z";

  private static final int SECONDS_PER_DAY = 86_400;

  /** Samba writes times that never come as 2³¹ − 1. */
  private static final long SAMBA_NEVER = Integer.MAX_VALUE;

  private final Duration lockoutDuration;
  private final Duration maxPasswordAge;

  PosixState(Duration lockoutDuration, Duration maxPasswordAge) {
    this.lockoutDuration = lockoutDuration;
    this.maxPasswordAge = maxPasswordAge;
  }

  @Override
  public List<String> attributes() {
    return Stream.concat(
            Stream.of(
                LOCKED_TIME,
                RESET,
                START,
                END,
                CHANGED,
                SHADOW_EXPIRE,
                SAMBA_FLAGS,
                SAMBA_KICKOFF,
                SAMBA_MUST_CHANGE,
                SAMBA_LAST_SET,
                SAMBA_HOURS),
            OTHER_LOCKS.stream())
        .toList();
  }

  @Override
  public @Nullable RejectReason problem(Entry entry, Instant now, Judged judged) {
    String flags = Objects.requireNonNullElse(entry.getAttributeValue(SAMBA_FLAGS), "[U]");
    boolean byHand = LOCKED_BY_HAND.equals(entry.getAttributeValue(LOCKED_TIME));
    boolean otherLock =
        OTHER_LOCKS.stream()
            .anyMatch(name -> "true".equalsIgnoreCase(entry.getAttributeValue(name)));
    RejectReason lasting =
        first(
            when(!flags.contains("U"), LdapRejects.NOT_A_USER),
            when(flags.contains("D") || otherLock, LdapRejects.DISABLED),
            when(byHand, LdapRejects.LOCKED),
            when(end(entry).filter(end -> !end.isAfter(now)).isPresent(), LdapRejects.EXPIRED));
    if (lasting != null || judged == Judged.EARLIER) {
      return lasting;
    }
    RejectReason present =
        first(
            when(isAfter(entry, START, now), LdapRejects.EXPIRED),
            when(flags.contains("L"), LdapRejects.LOCKED),
            when("true".equalsIgnoreCase(entry.getAttributeValue(RESET)), LdapRejects.MUST_CHANGE),
            when(!hoursAllow(entry, now), LdapRejects.HOURS));
    return present != null || judged == Judged.BY_BIND ? present : passwordProblem(entry, now);
  }

  private @Nullable RejectReason passwordProblem(Entry entry, Instant now) {
    Long mustChange = entry.getAttributeValueAsLong(SAMBA_MUST_CHANGE);
    return first(
        when(isLocked(entry, now), LdapRejects.LOCKED),
        when("0".equals(entry.getAttributeValue(SAMBA_LAST_SET)), LdapRejects.MUST_CHANGE),
        when(
            mustChange != null && mustChange <= now.getEpochSecond(), LdapRejects.PASSWORD_EXPIRED),
        when(isTooOld(entry, now), LdapRejects.PASSWORD_EXPIRED));
  }

  /** Whether failed binds have locked the account. A time that cannot be read locks it. */
  boolean isLocked(Entry entry, Instant now) {
    if (!entry.hasAttribute(LOCKED_TIME)) {
      return false;
    }
    Date since = entry.getAttributeValueAsDate(LOCKED_TIME);
    return since == null
        || lockoutDuration.isZero()
        || since.toInstant().plus(lockoutDuration).isAfter(now);
  }

  private boolean isTooOld(Entry entry, Instant now) {
    Date changed = entry.getAttributeValueAsDate(CHANGED);
    return !maxPasswordAge.isZero()
        && changed != null
        && !changed.toInstant().plus(maxPasswordAge).isAfter(now);
  }

  private static boolean isAfter(Entry entry, String attribute, Instant now) {
    Date time = entry.getAttributeValueAsDate(attribute);
    return time != null && time.toInstant().isAfter(now);
  }

  private static boolean hoursAllow(Entry entry, Instant now) {
    String hex = entry.getAttributeValue(SAMBA_HOURS);
    if (hex == null) {
      return true;
    }
    return hex.matches("[0-9a-fA-F]{42}") && LogonHours.allow(HexFormat.of().parseHex(hex), now);
  }

  @Override
  public Optional<Instant> end(Entry entry) {
    Date end = entry.getAttributeValueAsDate(END);
    Long day = entry.getAttributeValueAsLong(SHADOW_EXPIRE);
    Long kickOff = entry.getAttributeValueAsLong(SAMBA_KICKOFF);
    return Stream.of(
            Optional.ofNullable(end).map(Date::toInstant),
            Optional.ofNullable(day)
                .filter(value -> value >= 0 && value <= SAMBA_NEVER)
                .map(value -> Instant.ofEpochSecond(value * SECONDS_PER_DAY)),
            Optional.ofNullable(kickOff)
                .filter(value -> value > 0 && value < SAMBA_NEVER)
                .map(Instant::ofEpochSecond))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
