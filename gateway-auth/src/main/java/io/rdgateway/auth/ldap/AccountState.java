/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Entry;
import io.rdgateway.spi.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the attributes of an entry say about the account. */
interface AccountState {

  /** Who else has looked at the account. */
  enum Judged {
    /** The directory has just taken the password: its word counts on locks and passwords. */
    BY_BIND,
    /** Nobody: the password was proven by NTLM. */
    BY_NOBODY,
    /**
     * A live tunnel. What keeps a user from signing in does not end a session, or whoever mistypes
     * a password often enough could end it.
     */
    EARLIER
  }

  /** What has to be read. */
  List<String> attributes();

  /** Why the account may not sign in; null if it may. */
  @Nullable RejectReason problem(Entry entry, Instant now, Judged judged);

  /** When the account ends; empty for no end. */
  Optional<Instant> end(Entry entry);

  /** The rules of a directory. */
  static AccountState of(UserSchema schema) {
    AccountState general = new PosixState(schema.lockoutDuration(), schema.maxPasswordAge());
    return schema.isActiveDirectory() ? new WindowsState() : general;
  }

  /** The first problem. */
  static @Nullable RejectReason first(@Nullable RejectReason... problems) {
    return Stream.of(problems).filter(problem -> problem != null).findFirst().orElse(null);
  }

  /** A condition as a problem. */
  static @Nullable RejectReason when(boolean condition, RejectReason problem) {
    return condition ? problem : null;
  }
}
