/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

/**
 * What a client sends to prove that it knows a password (MS-NLMP 3.3.2).
 *
 * @param userName as typed, possibly {@code user@domain}; never empty
 * @param domain as typed, possibly empty
 * @param workstation the client's machine as it says; unverified
 * @param serverChallenge the eight bytes that the gateway sent
 * @param ntResponse NTLMv2_RESPONSE, at least 44 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
public record NtlmProof(
    String userName, String domain, String workstation, byte[] serverChallenge, byte[] ntResponse) {

  /** Checks what would make a proof worthless. */
  public NtlmProof {
    if (userName.isEmpty()
        || serverChallenge.length != ChallengeMessage.CHALLENGE_BYTES
        || ntResponse.length < Ntlmv2Response.MIN_BYTES) {
      throw new IllegalArgumentException(
          "a proof has a user name, a challenge of 8 bytes and an NTLMv2 response");
    }
  }

  @Override
  public String toString() {
    return "NtlmProof[userName=" + userName + ", domain=" + domain + ", response=<redacted>]";
  }
}
