/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.spi.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a Windows domain refuses (RFC 2759, section 6). */
final class MsChapError {
  private static final Pattern NUMBER = Pattern.compile("E=([0-9]{1,10})");

  private MsChapError() {}

  /** The reason in MS-CHAP-Error, or that the credentials are wrong. */
  static RejectReason reason(AttributeList attributes) throws MalformedPacketException {
    List<Attribute> errors =
        attributes.vendor(AttributeType.MICROSOFT, AttributeType.MS_CHAP_ERROR);
    Matcher matcher =
        NUMBER.matcher(
            errors.isEmpty() ? "" : new String(errors.get(0).value(), StandardCharsets.ISO_8859_1));
    return switch (matcher.find() ? matcher.group(1) : "") {
      case "646" -> new RejectReason("logon-hours", "the account may not sign in at this time");
      case "647" -> new RejectReason("account-disabled", "the account is disabled");
      case "648" -> new RejectReason("password-expired", "the password has expired");
      case "649" -> new RejectReason("no-dial-in", "the account has no permission to dial in");
      default -> RejectReason.BAD_CREDENTIALS;
    };
  }
}
