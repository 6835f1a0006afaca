/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.spi.RejectReason;

/** The reasons of a directory. The codes are documented at {@link LdapDirectory}. */
final class LdapRejects {
  static final RejectReason EMPTY_PASSWORD =
      new RejectReason(
          "empty-credentials",
          "the password is empty, which directories take for an anonymous bind");
  static final RejectReason BAD_NAME =
      RejectReason.UNKNOWN_USER.because(
          "the name cannot be a user's: it is too long, has a forbidden character, or is in a"
              + " domain that is not ours");
  static final RejectReason AMBIGUOUS =
      new RejectReason(
          "ambiguous-user", "several entries of the directory have this name, so it is nobody's");
  static final RejectReason NO_ID =
      new RejectReason(
          "no-stable-id",
          "the entry of the user has no stable id that the service account can read");
  static final RejectReason DISABLED =
      new RejectReason("account-disabled", "the account is disabled");
  static final RejectReason EXPIRED =
      new RejectReason("account-expired", "the account has expired");
  static final RejectReason LOCKED = new RejectReason("account-locked", "the account is locked");
  static final RejectReason PASSWORD_EXPIRED =
      new RejectReason("password-expired", "the password has expired");
  static final RejectReason MUST_CHANGE =
      new RejectReason(
          "password-must-change", "the password must be changed before the first sign-in");
  static final RejectReason HOURS =
      new RejectReason("logon-hours", "the account may not sign in at this hour");
  static final RejectReason WORKSTATION =
      new RejectReason("logon-workstation", "the account may not sign in from this machine");
  static final RejectReason RESTRICTED =
      new RejectReason("account-restricted", "a restriction of the account forbids the sign-in");
  static final RejectReason SMART_CARD =
      new RejectReason("smart-card-required", "the account must sign in with a smart card");
  static final RejectReason NOT_A_USER =
      new RejectReason("not-a-user", "the account is a computer's or a domain's, not a user's");
  static final RejectReason STATE_UNREADABLE =
      new RejectReason(
          "account-unreadable",
          "the service account cannot read the state of the account; give it the right to");
  static final RejectReason REMOVED =
      new RejectReason("account-removed", "the account has been removed or moved out of the base");
  static final RejectReason TOO_MANY_GROUPS =
      new RejectReason(
          "too-many-groups",
          "the user is in more groups, or deeper nested ones, than are followed");
  static final RejectReason NO_NT_HASH =
      new RejectReason("ntlm-not-allowed", "the directory shows no usable NT hash of this user");
  static final RejectReason BIND_REFUSED =
      new RejectReason("bind-refused", "the directory refuses the bind of the user");

  private LdapRejects() {}
}
