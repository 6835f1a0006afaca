/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import io.rdgateway.spi.RejectReason;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to the bind of a user means: the text of Active Directory, whose form is no
 * contract, and the control of password policies (draft-behera-ldap-password-policy).
 */
final class BindRefusals {
  private static final Pattern SUB_ERROR = Pattern.compile("\\bdata ([0-9a-fA-F]{1,8})\\b");

  private static final Map<String, RejectReason> SUB_ERRORS =
      Map.ofEntries(
          Map.entry("525", RejectReason.UNKNOWN_USER),
          Map.entry("52e", RejectReason.WRONG_PASSWORD),
          Map.entry("52f", LdapRejects.RESTRICTED),
          Map.entry("530", LdapRejects.HOURS),
          Map.entry("531", LdapRejects.WORKSTATION),
          Map.entry("532", LdapRejects.PASSWORD_EXPIRED),
          Map.entry("533", LdapRejects.DISABLED),
          Map.entry("568", LdapRejects.RESTRICTED),
          Map.entry("701", LdapRejects.EXPIRED),
          Map.entry("773", LdapRejects.MUST_CHANGE),
          Map.entry("775", LdapRejects.LOCKED));

  private BindRefusals() {}

  /** Asks for the state of the account; servers that do not know it ignore it. */
  static Control request() {
    return new DraftBeheraLDAPPasswordPolicy10RequestControl();
  }

  /** Why a bind that the server calls a success is none; null if it is one. */
  static @Nullable RejectReason ofSuccess(LDAPResult result) throws LDAPException {
    DraftBeheraLDAPPasswordPolicy10ErrorType error = error(result);
    return error == null ? null : of(error);
  }

  /**
   * Why a bind failed.
   *
   * @throws LDAPException if the failure is the directory's and not the user's
   */
  static RejectReason ofFailure(LDAPException failure) throws LDAPException {
    ResultCode code = failure.getResultCode();
    if (code.equals(ResultCode.INVALID_CREDENTIALS)) {
      DraftBeheraLDAPPasswordPolicy10ErrorType error = error(failure.toLDAPResult());
      if (error != null) {
        return of(error);
      }
      Matcher matcher = SUB_ERROR.matcher(String.valueOf(failure.getDiagnosticMessage()));
      return matcher.find()
          ? SUB_ERRORS.getOrDefault(
              matcher.group(1).toLowerCase(Locale.ROOT), RejectReason.WRONG_PASSWORD)
          : RejectReason.WRONG_PASSWORD;
    }
    if (!ResultCode.isConnectionUsable(code)) {
      throw failure;
    }
    return LdapRejects.BIND_REFUSED.because(
        "the directory refuses the bind of the user: " + Sentences.of(failure));
  }

  private static @Nullable DraftBeheraLDAPPasswordPolicy10ErrorType error(LDAPResult result)
      throws LDAPException {
    for (Control control : result.getResponseControls()) {
      if (control
          .getOID()
          .equals(DraftBeheraLDAPPasswordPolicy10ResponseControl.PASSWORD_POLICY_RESPONSE_OID)) {
        return new DraftBeheraLDAPPasswordPolicy10ResponseControl(
                control.getOID(), control.isCritical(), control.getValue())
            .getErrorType();
      }
    }
    return null;
  }

  private static RejectReason of(DraftBeheraLDAPPasswordPolicy10ErrorType error) {
    return switch (error) {
      case PASSWORD_EXPIRED -> LdapRejects.PASSWORD_EXPIRED;
      case ACCOUNT_LOCKED -> LdapRejects.LOCKED;
      case CHANGE_AFTER_RESET -> LdapRejects.MUST_CHANGE;
      default -> LdapRejects.RESTRICTED;
    };
  }
}
