/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * NTLMv2_RESPONSE (MS-NLMP 2.2.2.8): a proof over the challenge and over the client's own part,
 * which is kept as received because clients append undefined bytes.
 *
 * @param proof NTProofStr, 16 bytes
 * @param clientPart what the specification calls temp: NTLMv2_CLIENT_CHALLENGE (2.2.2.7)
 * @param fileTime the time in the client's part
 * @param pairs the target information in the client's part
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record Ntlmv2Response(byte[] proof, byte[] clientPart, long fileTime, AvPairs pairs) {
  static final int PROOF_BYTES = 16;

  /** With an empty list of pairs, whose end mark comes on top. */
  static final int MIN_BYTES = 44;

  private static final int TIME = 8;
  private static final int CLIENT_CHALLENGE = 16;
  private static final int PAIRS = 28;

  static Ntlmv2Response parse(byte[] response) throws MalformedMessageException {
    if (response.length < MIN_BYTES) {
      throw new MalformedMessageException("the NTLMv2 response is too short");
    }
    byte[] part = Arrays.copyOfRange(response, PROOF_BYTES, response.length);
    if (part[0] != 1 || part[1] != 1) {
      throw new MalformedMessageException("the NTLMv2 response has an unknown version");
    }
    return new Ntlmv2Response(
        Arrays.copyOf(response, PROOF_BYTES),
        part,
        ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).getLong(TIME),
        AvPairs.parse(Arrays.copyOfRange(part, PAIRS, part.length)));
  }

  /**
   * NTLMv2_CLIENT_CHALLENGE of a client.
   *
   * @param fileTime eight bytes
   * @param clientChallenge eight bytes that nobody can foretell
   */
  static byte[] clientPart(byte[] fileTime, byte[] clientChallenge, AvPairs pairs) {
    byte[] list = pairs.toBytes();
    return ByteBuffer.allocate(PAIRS + list.length + Integer.BYTES)
        .put(0, (byte) 1)
        .put(1, (byte) 1)
        .put(TIME, fileTime)
        .put(CLIENT_CHALLENGE, clientChallenge)
        .put(PAIRS, list)
        .array();
  }

  @Override
  public String toString() {
    return "Ntlmv2Response[<redacted>, " + pairs + "]";
  }
}
