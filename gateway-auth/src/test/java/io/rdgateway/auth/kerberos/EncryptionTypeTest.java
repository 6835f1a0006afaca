/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static io.rdgateway.auth.kerberos.KerberosVectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.auth.kerberos.EncryptionProfile.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncryptionTypeTest {

  /** RFC 3961, appendix A.1. */
  @ParameterizedTest
  @CsvSource({
    "012345, 8, be072631276b1955",
    "password, 7, 78a07b6caf85fa",
    "'Rough Consensus, and Running Code', 8, bb6ed30870b7f0e0",
    "password, 21, 59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e",
    "MASSACHVSETTS INSTITVTE OF TECHNOLOGY, 24, db3b0d8f0b061e603282b308a50841229ad798fab9540c1b",
    "Q, 21, 518a54a2 15a8452a 518a54a2 15a8452a 518a54a2 15",
    "ba, 21, fb25d531 ae897449 9f52fd92 ea9857c4 ba24cf29 7e",
    "kerberos, 8, 6b65726265726f73",
    "kerberos, 16, 6b65726265726f737b9b5b2b93132b93",
    "kerberos, 32, 6b65726265726f737b9b5b2b93132b935c9bdcdad95c9899c4cae4dee6d6cae4"
  })
  void spreadsBytes(String in, int size, String expected) {
    assertEquals(
        expected.replace(" ", ""),
        HexFormat.of().formatHex(AesSha1.nfold(in.getBytes(StandardCharsets.US_ASCII), size)));
  }

  @Test
  void derivesKeysOfTheVector() throws GeneralSecurityException {
    EncryptionProfile profile = EncryptionType.AES256_SHA1.profile();
    assertArrayEquals(
        hex("cb6930a69c7c5481165d5de5fbd7f98ac8e3e2695a169d62672e4b5ac2d5a08d"),
        profile.derive(KerberosVectors.SERVICE_KEY, 2, Purpose.ENCRYPTION));
    assertArrayEquals(
        hex("88fed1faf39fba4df26e2fa15185cee9f30318a858a76e2c83afce0246a6a32e"),
        profile.derive(KerberosVectors.SERVICE_KEY, 2, Purpose.INTEGRITY));
  }

  /** RFC 8009, appendix A: key derivation. */
  @ParameterizedTest
  @CsvSource({
    "AES128_SHA256, 3705D96080C17728A0E800EAB6E0D23C, B31A018A48F54776F403E9A396325DC3,"
        + " 9B197DD1E8C5609D6E67C3E37C62C72E, 9FDA0E56AB2D85E1569A688696C26A6C",
    "AES256_SHA384, 6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52,"
        + " EF5718BE86CC84963D8BBB5031E9F5C4BA41F28FAF69E73D,"
        + " 56AB22BEE63D82D7BC5227F6773F8EA7A5EB1C825160C38312980C442E5C7E49,"
        + " 69B16514E3CD8E56B82010D5C73012B622C4D00FFC23ED1F"
  })
  void derivesKeysBySha2(
      EncryptionType type, String base, String checksum, String encryption, String integrity)
      throws GeneralSecurityException {
    EncryptionProfile profile = type.profile();
    byte[] key = hex(base);
    assertArrayEquals(hex(checksum), profile.derive(key, 2, Purpose.CHECKSUM));
    assertArrayEquals(hex(encryption), profile.derive(key, 2, Purpose.ENCRYPTION));
    assertArrayEquals(hex(integrity), profile.derive(key, 2, Purpose.INTEGRITY));
  }

  @Test
  void decryptsTheVector() throws Exception {
    ApRequest request = ApRequest.parse(KerberosVectors.AP_REQUEST);
    byte[] ticket =
        EncryptionType.AES256_SHA1.decrypt(
            KerberosVectors.SERVICE_KEY, 2, request.ticket().cipher());
    assertArrayEquals(KerberosVectors.SESSION_KEY, TicketPart.parse(ticket).sessionKey());
    assertArrayEquals(
        KerberosVectors.AUTHENTICATOR,
        EncryptionType.AES256_SHA1.decrypt(
            KerberosVectors.SESSION_KEY, 11, request.authenticator().cipher()));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatWasChangedOrIsForSomethingElse(EncryptionType type) throws Exception {
    byte[] key = new byte[type.keyBytes()];
    Arrays.fill(key, (byte) 5);
    for (int size : new int[] {1, 15, 16, 17, 31, 32, 33, 200}) {
      byte[] plain = new byte[size];
      Arrays.fill(plain, (byte) 9);
      byte[] cipher = TestKdc.encrypt(type, key, 2, plain);
      assertArrayEquals(plain, type.decrypt(key, 2, cipher));
      assertThrows(AEADBadTagException.class, () -> type.decrypt(key, 3, cipher));
      for (int i = 0; i < cipher.length; i++) {
        byte[] changed = cipher.clone();
        changed[i] ^= 1;
        assertThrows(AEADBadTagException.class, () -> type.decrypt(key, 2, changed));
      }
    }
    for (int size = 0; size < 40; size++) {
      byte[] tooShort = new byte[size];
      assertThrows(AEADBadTagException.class, () -> type.decrypt(key, 2, tooShort));
    }
  }

  @Test
  void weakTypesAreUnknown() {
    for (long number : new long[] {0, 1, 3, 16, 23, 24, 25, 26, -1, 1L << 32 | 18}) {
      assertNull(EncryptionType.of(number));
    }
  }
}
