/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

/**
 * CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2).
 *
 * @param flags what the server chose
 * @param serverChallenge eight random bytes
 * @param targetName the domain, or the server when it stands alone
 * @param targetInfo who the server is, and its time
 * @param version the server's product
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record ChallengeMessage(
    NtlmFlags flags,
    byte[] serverChallenge,
    String targetName,
    AvPairs targetInfo,
    NtlmVersion version) {
  static final int TYPE = 2;
  static final int CHALLENGE_BYTES = 8;

  private static final int TARGET_NAME = 12;
  private static final int FLAGS = 20;
  private static final int CHALLENGE = 24;
  private static final int TARGET_INFO = 40;
  private static final int VERSION = 48;
  private static final int FIXED_BYTES = VERSION + NtlmVersion.BYTES;

  static ChallengeMessage parse(byte[] message) throws MalformedMessageException {
    var in = new MessageReader(message, TYPE, FIXED_BYTES);
    return new ChallengeMessage(
        new NtlmFlags(in.u32(FLAGS)),
        in.bytes(CHALLENGE, CHALLENGE_BYTES),
        in.text(TARGET_NAME, VERSION),
        AvPairs.parse(in.field(TARGET_INFO, VERSION)),
        NtlmVersion.parse(in.bytes(VERSION, NtlmVersion.BYTES)));
  }

  /**
   * The fixed part, the target's name, the target information and nothing else: FreeRDP derives the
   * length of the message from its parts when it computes the integrity code.
   */
  byte[] toBytes() {
    var out = new MessageWriter(TYPE, FIXED_BYTES);
    out.u32(FLAGS, flags.bits());
    out.bytes(CHALLENGE, serverChallenge);
    out.bytes(VERSION, version.toBytes());
    out.text(TARGET_NAME, targetName);
    out.field(TARGET_INFO, targetInfo.toBytes());
    return out.toBytes();
  }

  @Override
  public String toString() {
    return "ChallengeMessage[flags=" + flags + ", targetName=" + targetName + "]";
  }
}
