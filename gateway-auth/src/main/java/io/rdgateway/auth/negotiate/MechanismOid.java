/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The object identifier that names a mechanism. */
public final class MechanismOid {
  /** SPNEGO itself, 1.3.6.1.5.5.2 (RFC 4178). */
  public static final MechanismOid SPNEGO = new MechanismOid("2b0601050502");

  /** Kerberos, 1.2.840.113554.1.2.2 (RFC 4121). */
  public static final MechanismOid KERBEROS = new MechanismOid("2a864886f712010202");

  /**
   * Kerberos once more, 1.2.840.48018.1.2.2: a number with one bit cut off that Windows has sent
   * ever since (MS-SPNG 3.1.5.2).
   */
  public static final MechanismOid MICROSOFT_KERBEROS = new MechanismOid("2a864882f712010202");

  /** Kerberos between two users, 1.2.840.113554.1.2.2.3, which FreeRDP 3 lists first. */
  public static final MechanismOid USER_TO_USER = new MechanismOid("2a864886f71201020203");

  /** NTLM, 1.3.6.1.4.1.311.2.2.10 (MS-SPNG 1.9). */
  public static final MechanismOid NTLM = new MechanismOid("2b06010401823702020a");

  private final byte[] content;

  private MechanismOid(String hex) {
    this(HexFormat.of().parseHex(hex));
  }

  /** An identifier as it travels, without tag and length. */
  MechanismOid(byte[] content) {
    this.content = content.clone();
  }

  byte[] content() {
    return content.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MechanismOid that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    if (equals(SPNEGO)) {
      return "SPNEGO";
    } else if (equals(KERBEROS)) {
      return "Kerberos";
    } else if (equals(MICROSOFT_KERBEROS)) {
      return "Microsoft Kerberos";
    } else if (equals(USER_TO_USER)) {
      return "user-to-user Kerberos";
    } else if (equals(NTLM)) {
      return "NTLM";
    }
    return HexFormat.of().formatHex(content);
  }
}
