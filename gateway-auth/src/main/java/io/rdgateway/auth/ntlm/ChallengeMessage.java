/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import org.jspecify.annotations.Nullable;

/**
 * CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2).
 *
 * @param flags what the server chose
 * @param serverChallenge eight random bytes
 * @param targetName the domain, or the server when it stands alone
 * @param targetInfo who the server is, and its time
 * @param version the server's product; null when the payload begins before it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record ChallengeMessage(
    NtlmFlags flags,
    byte[] serverChallenge,
    String targetName,
    AvPairs targetInfo,
    @Nullable NtlmVersion version) {
  static final int TYPE = 2;
  static final int CHALLENGE_BYTES = 8;

  private static final int TARGET_NAME = 12;
  private static final int FLAGS = 20;
  private static final int CHALLENGE = 24;
  private static final int TARGET_INFO = 40;
  private static final int VERSION = 48;
  private static final int FIXED_BYTES = VERSION + NtlmVersion.BYTES;

  static ChallengeMessage parse(byte[] message) throws MalformedMessageException {
    var in = new MessageReader(message, TYPE, VERSION);
    long payload = in.payloadStart(TARGET_NAME, TARGET_INFO);
    return new ChallengeMessage(
        new NtlmFlags(in.u32(FLAGS)),
        in.bytes(CHALLENGE, CHALLENGE_BYTES),
        in.text(TARGET_NAME, VERSION),
        AvPairs.parse(in.field(TARGET_INFO, VERSION)),
        payload >= FIXED_BYTES ? NtlmVersion.parse(in.bytes(VERSION, NtlmVersion.BYTES)) : null);
  }

  /**
   * The fixed part, the target's name, the target information and nothing else: FreeRDP derives the
   * length of the message from its parts when it computes the integrity code.
   */
  byte[] toBytes() {
    var out = new MessageWriter(TYPE, version == null ? VERSION : FIXED_BYTES);
    out.u32(FLAGS, flags.bits());
    out.bytes(CHALLENGE, serverChallenge);
    if (version != null) {
      out.bytes(VERSION, version.toBytes());
    }
    out.text(TARGET_NAME, targetName);
    out.field(TARGET_INFO, targetInfo.toBytes());
    return out.toBytes();
  }

  @Override
  public String toString() {
    return "ChallengeMessage[flags=" + flags + ", targetName=" + targetName + "]";
  }
}
