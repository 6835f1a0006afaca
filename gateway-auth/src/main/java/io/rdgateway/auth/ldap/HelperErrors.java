/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.spi.RejectReason;
import java.util.List;

/**
 * What a domain controller says, in the words of the helper: the name of a status or, since Samba
 * 4, a part of its description in MS-ERREF 2.3.1. The words are no contract; others are a refusal
 * without a reason of its own.
 */
final class HelperErrors {
  private static final RejectReason NO_WINBIND =
      RejectReason.UNAVAILABLE.because(
          "winbindd or its domain controller does not answer; see whether it runs and has joined");

  private record Words(String status, String description, RejectReason reason) {
    boolean in(String text) {
      return text.contains(status) || text.contains(description);
    }
  }

  private static final List<Words> ALL =
      List.of(
          new Words("winbind reply failed", "logon servers", NO_WINBIND),
          new Words("NT_STATUS_NO_LOGON_SERVERS", "logon servers", NO_WINBIND),
          new Words(
              "NT_STATUS_NO_SUCH_USER",
              "specified account does not exist",
              RejectReason.UNKNOWN_USER),
          new Words(
              "NT_STATUS_WRONG_PASSWORD",
              "the current password is not correct",
              RejectReason.WRONG_PASSWORD),
          new Words(
              "NT_STATUS_LOGON_FAILURE",
              "attempted logon is invalid",
              RejectReason.BAD_CREDENTIALS),
          new Words(
              "NT_STATUS_ACCOUNT_RESTRICTION",
              "some user account restriction",
              LdapRejects.RESTRICTED),
          new Words(
              "NT_STATUS_INVALID_LOGON_HOURS", "account has time restrictions", LdapRejects.HOURS),
          new Words(
              "NT_STATUS_INVALID_WORKSTATION",
              "cannot be used to log on from",
              LdapRejects.WORKSTATION),
          new Words(
              "NT_STATUS_PASSWORD_EXPIRED",
              "account password has expired",
              LdapRejects.PASSWORD_EXPIRED),
          new Words(
              "NT_STATUS_ACCOUNT_DISABLED", "account is currently disabled", LdapRejects.DISABLED),
          new Words("NT_STATUS_ACCOUNT_EXPIRED", "user account has expired", LdapRejects.EXPIRED),
          new Words(
              "NT_STATUS_PASSWORD_MUST_CHANGE",
              "must be changed before logging on",
              LdapRejects.MUST_CHANGE),
          new Words(
              "NT_STATUS_ACCOUNT_LOCKED_OUT", "has been automatically locked", LdapRejects.LOCKED),
          new Words(
              "NT_STATUS_NTLM_BLOCKED", "NTLM authentication is blocked", LdapRejects.RESTRICTED));

  private HelperErrors() {}

  static RejectReason reason(String text) {
    return ALL.stream()
        .filter(words -> words.in(text))
        .findFirst()
        .map(Words::reason)
        .orElseGet(
            () ->
                LdapRejects.BIND_REFUSED.because(
                    "the domain controller refuses the proof: " + Sentences.printable(text)));
  }
}
