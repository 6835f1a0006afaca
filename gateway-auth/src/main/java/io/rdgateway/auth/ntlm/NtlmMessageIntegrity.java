/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.negotiate.MessageIntegrity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * NTLMSSP_MESSAGE_SIGNATURE with extended session security (MS-NLMP 2.2.2.9.2 and 3.4.4.2), for the
 * first message of each side and no other: mechListMIC is all that is signed here, so no sequence
 * number and no key stream has to be kept.
 */
final class NtlmMessageIntegrity implements MessageIntegrity {
  private static final String CLIENT = "client-to-server";
  private static final String SERVER = "server-to-client";
  private static final int VERSION = 1;
  private static final int CHECKSUM_BYTES = 8;
  private static final int FIRST = 0;

  private final byte[] exportedKey;
  private final boolean encrypts;

  NtlmMessageIntegrity(NtlmSession session) {
    exportedKey = session.exportedKey();
    encrypts = session.flags().has(NtlmFlags.KEY_EXCHANGE);
  }

  @Override
  public byte[] sign(byte[] message) {
    return signature(SERVER, message);
  }

  @Override
  public boolean verifies(byte[] message, byte[] mic) {
    return MessageDigest.isEqual(signature(CLIENT, message), mic);
  }

  private byte[] signature(String direction, byte[] message) {
    byte[] number =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(FIRST).array();
    byte[] checksum =
        Arrays.copyOf(
            NtlmCrypto.hmacMd5(key(direction, "signing"), number, message), CHECKSUM_BYTES);
    if (encrypts) {
      checksum = NtlmCrypto.rc4(key(direction, "sealing"), checksum);
    }
    return ByteBuffer.allocate(2 * Integer.BYTES + CHECKSUM_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(VERSION)
        .put(checksum)
        .put(number)
        .array();
  }

  /** SIGNKEY and SEALKEY (3.4.5.2, 3.4.5.3); keys are always of 128 bits here. */
  private byte[] key(String direction, String purpose) {
    String constant = "session key to " + direction + " " + purpose + " key magic constant\0";
    return NtlmCrypto.md5(
        NtlmCrypto.concat(exportedKey, constant.getBytes(StandardCharsets.US_ASCII)));
  }
}
