/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.ntlm.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.auth.ChannelBindingPolicy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NtlmCryptoTest {
  private static final byte[] EXPORTED_KEY = new byte[16];

  static {
    Arrays.fill(EXPORTED_KEY, (byte) 0x55);
  }

  @Test
  void publishedVectors() {
    // MS-NLMP 4.2.4: User, Domain, Password, time 0, client challenge 8 x AA
    byte[] clientPart =
        hex(
            """
            01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000
            02000c0044006f006d00610069006e00
            01000c00530065007200760065007200
            0000000000000000
            """);
    byte[] ntHash = NtHash.ofPassword("Password").bytes();
    byte[] key = NtlmCrypto.responseKey(ntHash, "User", "Domain");
    byte[] proof = NtlmCrypto.proof(key, Vectors.SERVER_CHALLENGE, clientPart);
    byte[] session = NtlmCrypto.sessionBaseKey(key, proof);

    assertEquals("a4f49c406510bdcab6824ee7c30fd852", hex(ntHash));
    assertEquals("0c868a403bfd7a93a3001ef22ef02e3f", hex(key));
    assertEquals("68cd0ab851e51c96aabc927bebef6a1c", hex(proof));
    assertEquals("8de40ccadbc14a82f15cb0ad0de95ca3", hex(session));
    assertEquals("c5dad2544fc9799094ce1ce90bc9d03e", hex(NtlmCrypto.rc4(session, EXPORTED_KEY)));
  }

  @Test
  void calculatedVectors() throws Exception {
    var answer = AuthenticateMessage.parse(Vectors.AUTHENTICATE);
    var response = Ntlmv2Response.parse(answer.ntResponse());
    byte[] ntHash = NtHash.ofPassword(Vectors.PASSWORD).bytes();
    byte[] key = NtlmCrypto.responseKey(ntHash, "alice", "CORP");
    byte[] proof = NtlmCrypto.proof(key, Vectors.SERVER_CHALLENGE, response.clientPart());
    byte[] session = NtlmCrypto.sessionBaseKey(key, proof);

    assertEquals("217e50203a5aba59cefa863c724bf61b", hex(ntHash));
    assertEquals("35137938e184298e3bb8d94fc07c8a71", hex(key));
    assertEquals("0f7165eae6de0353fa7f5d012e347c37", hex(proof));
    assertEquals("aa556e5775e127978f86d365f353af09", hex(session));
    assertEquals("757195d9223a17a20d88cdbdb3a73829", hex(NtlmCrypto.rc4(session, EXPORTED_KEY)));
    assertArrayEquals(EXPORTED_KEY, NtlmCrypto.rc4(session, answer.encryptedSessionKey()));
    byte[] withoutMic = Vectors.AUTHENTICATE.clone();
    Arrays.fill(withoutMic, 72, 88, (byte) 0);
    assertEquals(
        "591f8dd6c4a5e44c46810787d1dfb6b3",
        hex(NtlmCrypto.hmacMd5(EXPORTED_KEY, Vectors.NEGOTIATE, Vectors.CHALLENGE, withoutMic)));
    assertEquals(
        "3114e5aa676a506edb271fcc4b48f3d1",
        hex(ChannelBindingPolicy.hash(Vectors.CALCULATED_BINDING)));
  }

  @Test
  void upperCaseIsUnitByUnitWithoutLocale() {
    assertEquals("STRAßE I", NtlmCrypto.upperCase("straße i"));
    assertEquals("ÄÖÜÉ", NtlmCrypto.upperCase("äöüé"));
    assertEquals("😀A", NtlmCrypto.upperCase("😀a"));
  }

  @Test
  void md4OfNothing() {
    // RFC 1320, A.5
    assertEquals("31d6cfe0d16ae931b73c59d7e0c089c0", hex(NtlmCrypto.md4(new byte[0])));
  }
}
