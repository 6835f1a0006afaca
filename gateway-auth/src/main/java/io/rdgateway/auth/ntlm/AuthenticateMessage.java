/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3), with Unicode texts only.
 *
 * @param flags what the client chose
 * @param lmResponse of no use with NTLMv2
 * @param ntResponse the proof; empty for an anonymous client
 * @param domain as the client typed it, possibly empty
 * @param userName as the client typed it
 * @param workstation the client's machine as it says; unverified
 * @param encryptedSessionKey the exported session key, if keys are exchanged; else empty
 * @param version the client's product; null when the payload begins before it
 * @param mic the message integrity code; null when the payload begins before it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record AuthenticateMessage(
    NtlmFlags flags,
    byte[] lmResponse,
    byte[] ntResponse,
    String domain,
    String userName,
    String workstation,
    byte[] encryptedSessionKey,
    @Nullable NtlmVersion version,
    byte @Nullable [] mic) {
  static final int TYPE = 3;
  static final int MIC = 72;
  static final int MIC_BYTES = 16;

  private static final int LM_RESPONSE = 12;
  private static final int NT_RESPONSE = 20;
  private static final int DOMAIN = 28;
  private static final int USER = 36;
  private static final int WORKSTATION = 44;
  private static final int SESSION_KEY = 52;
  private static final int FLAGS = 60;
  private static final int VERSION = 64;

  static AuthenticateMessage parse(byte[] message) throws MalformedMessageException {
    var in = new MessageReader(message, TYPE, VERSION);
    var flags = new NtlmFlags(in.u32(FLAGS));
    if (!flags.has(NtlmFlags.UNICODE)) {
      throw new MalformedMessageException("the texts are not Unicode");
    }
    // Version and integrity code are there if the payload leaves room for them.
    long payload =
        in.payloadStart(LM_RESPONSE, NT_RESPONSE, DOMAIN, USER, WORKSTATION, SESSION_KEY);
    return new AuthenticateMessage(
        flags,
        in.field(LM_RESPONSE, VERSION),
        in.field(NT_RESPONSE, VERSION),
        in.text(DOMAIN, VERSION),
        in.text(USER, VERSION),
        in.text(WORKSTATION, VERSION),
        in.field(SESSION_KEY, VERSION),
        payload >= MIC ? NtlmVersion.parse(in.bytes(VERSION, NtlmVersion.BYTES)) : null,
        payload >= MIC + MIC_BYTES ? in.bytes(MIC, MIC_BYTES) : null);
  }

  /** Whose proof it is; empty if it will be refused without a look at the proof. */
  static Optional<String> claimedUser(byte[] message) {
    try {
      return Optional.of(parse(message).userName());
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  byte[] toBytes() {
    int fixed = mic != null ? MIC + MIC_BYTES : version != null ? MIC : VERSION;
    var out = new MessageWriter(TYPE, fixed);
    out.u32(FLAGS, flags.bits());
    if (version != null) {
      out.bytes(VERSION, version.toBytes());
    }
    if (mic != null) {
      out.bytes(MIC, mic);
    }
    out.text(DOMAIN, domain);
    out.text(USER, userName);
    out.text(WORKSTATION, workstation);
    out.field(LM_RESPONSE, lmResponse);
    out.field(NT_RESPONSE, ntResponse);
    out.field(SESSION_KEY, encryptedSessionKey);
    return out.toBytes();
  }

  @Override
  public String toString() {
    return "AuthenticateMessage[flags="
        + flags
        + ", domain="
        + domain
        + ", userName="
        + userName
        + ", workstation="
        + workstation
        + ", responses=<redacted>]";
  }
}
