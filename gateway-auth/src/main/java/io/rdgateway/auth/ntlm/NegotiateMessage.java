/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import org.jspecify.annotations.Nullable;

/**
 * NEGOTIATE_MESSAGE (MS-NLMP 2.2.1.1), without the names of domain and workstation, which nobody
 * needs and which may lie.
 *
 * @param flags what the client can and wants
 * @param version the client's product, if it says so
 */
record NegotiateMessage(NtlmFlags flags, @Nullable NtlmVersion version) {
  static final int TYPE = 1;

  /** The shortest that is seen: some clients end after the flags. */
  private static final int MIN_BYTES = 16;

  private static final int DOMAIN = 16;
  private static final int WORKSTATION = 24;
  private static final int VERSION = 32;
  private static final int FIXED_BYTES = VERSION + NtlmVersion.BYTES;

  static NegotiateMessage parse(byte[] message) throws MalformedMessageException {
    var in = new MessageReader(message, TYPE, MIN_BYTES);
    var flags = new NtlmFlags(in.u32(12));
    if (flags.has(NtlmFlags.DOMAIN_SUPPLIED)) {
      checkName(in, DOMAIN);
    }
    if (flags.has(NtlmFlags.WORKSTATION_SUPPLIED)) {
      checkName(in, WORKSTATION);
    }
    NtlmVersion version = null;
    if (flags.has(NtlmFlags.VERSION) && in.size() >= FIXED_BYTES) {
      version = NtlmVersion.parse(in.bytes(VERSION, NtlmVersion.BYTES));
    }
    return new NegotiateMessage(flags, version);
  }

  private static void checkName(MessageReader in, int at) throws MalformedMessageException {
    if (in.size() < at + 8) {
      throw new MalformedMessageException("a name is announced but missing");
    }
    in.field(at, VERSION);
  }

  byte[] toBytes() {
    var out = new MessageWriter(TYPE, version == null ? VERSION : FIXED_BYTES);
    out.u32(12, flags.bits());
    out.field(DOMAIN, new byte[0]);
    out.field(WORKSTATION, new byte[0]);
    if (version != null) {
      out.bytes(VERSION, version.toBytes());
    }
    return out.toBytes();
  }
}
