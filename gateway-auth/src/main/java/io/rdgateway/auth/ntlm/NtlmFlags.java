/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.util.ArrayList;
import java.util.List;

/**
 * NEGOTIATE (MS-NLMP 2.2.2.5): what both sides can and want. Unknown bits survive.
 *
 * @param bits the flags as on the wire
 */
record NtlmFlags(int bits) {
  static final int UNICODE = 0x0000_0001;
  static final int OEM = 0x0000_0002;
  static final int REQUEST_TARGET = 0x0000_0004;
  static final int SIGN = 0x0000_0010;
  static final int SEAL = 0x0000_0020;
  static final int DATAGRAM = 0x0000_0040;
  static final int LM_KEY = 0x0000_0080;
  static final int NTLM = 0x0000_0200;
  static final int ANONYMOUS = 0x0000_0800;
  static final int DOMAIN_SUPPLIED = 0x0000_1000;
  static final int WORKSTATION_SUPPLIED = 0x0000_2000;
  static final int ALWAYS_SIGN = 0x0000_8000;
  static final int TARGET_TYPE_DOMAIN = 0x0001_0000;
  static final int TARGET_TYPE_SERVER = 0x0002_0000;
  static final int EXTENDED_SESSION_SECURITY = 0x0008_0000;
  static final int TARGET_INFO = 0x0080_0000;
  static final int VERSION = 0x0200_0000;
  static final int KEY_128 = 0x2000_0000;
  static final int KEY_EXCHANGE = 0x4000_0000;
  static final int KEY_56 = 0x8000_0000;

  /** Whether all bits of a mask are set. */
  boolean has(int mask) {
    return (bits & mask) == mask;
  }

  /** Whether a bit of a mask is set. */
  boolean hasAny(int mask) {
    return (bits & mask) != 0;
  }

  NtlmFlags and(NtlmFlags other) {
    return new NtlmFlags(bits & other.bits);
  }

  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      if ((bits >>> i & 1) == 1) {
        names.add(name(1 << i));
      }
    }
    return names.isEmpty() ? "NONE" : String.join("|", names);
  }

  private static String name(int bit) {
    return switch (bit) {
      case UNICODE -> "UNICODE";
      case OEM -> "OEM";
      case REQUEST_TARGET -> "REQUEST_TARGET";
      case SIGN -> "SIGN";
      case SEAL -> "SEAL";
      case DATAGRAM -> "DATAGRAM";
      case LM_KEY -> "LM_KEY";
      case NTLM -> "NTLM";
      case ANONYMOUS -> "ANONYMOUS";
      case DOMAIN_SUPPLIED -> "DOMAIN_SUPPLIED";
      case WORKSTATION_SUPPLIED -> "WORKSTATION_SUPPLIED";
      case ALWAYS_SIGN -> "ALWAYS_SIGN";
      case TARGET_TYPE_DOMAIN -> "TARGET_TYPE_DOMAIN";
      case TARGET_TYPE_SERVER -> "TARGET_TYPE_SERVER";
      case EXTENDED_SESSION_SECURITY -> "EXTENDED_SESSION_SECURITY";
      case TARGET_INFO -> "TARGET_INFO";
      case VERSION -> "VERSION";
      case KEY_128 -> "KEY_128";
      case KEY_EXCHANGE -> "KEY_EXCHANGE";
      case KEY_56 -> "KEY_56";
      default -> "0x" + Integer.toHexString(bit);
    };
  }
}
