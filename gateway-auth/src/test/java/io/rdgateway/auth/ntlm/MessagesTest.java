/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.ntlm.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MessagesTest {

  @Test
  void negotiate() throws Exception {
    var message = NegotiateMessage.parse(Vectors.NEGOTIATE);
    assertEquals(new NtlmFlags(0xE2088237), message.flags());
    assertEquals(new NtlmVersion(10, 0, 19041, 15), message.version());
    assertArrayEquals(Vectors.NEGOTIATE, message.toBytes());
  }

  @Test
  void negotiateOfFreeRdp() throws Exception {
    assertEquals(
        new NegotiateMessage(new NtlmFlags(0xE20882B7), new NtlmVersion(6, 1, 7601, 15)),
        NegotiateMessage.parse(Vectors.FREERDP2_NEGOTIATE));
  }

  @Test
  void negotiateMayEndAfterTheFlagsOrTheNames() throws Exception {
    for (int length : new int[] {16, 32}) {
      var message = NegotiateMessage.parse(Arrays.copyOf(Vectors.NEGOTIATE, length));
      assertEquals(new NtlmFlags(0xE2088237), message.flags());
      assertNull(message.version());
    }
    assertMalformed(() -> NegotiateMessage.parse(Arrays.copyOf(Vectors.NEGOTIATE, 15)));
  }

  @Test
  void negotiateWithAnnouncedNamesMustHaveThem() throws Exception {
    byte[] message = Vectors.NEGOTIATE.clone();
    message[13] |= 0x30; // both names supplied, both empty
    assertNotNull(NegotiateMessage.parse(message));
    assertMalformed(() -> NegotiateMessage.parse(Arrays.copyOf(message, 16)));
    assertMalformed(() -> NegotiateMessage.parse(Arrays.copyOf(message, 31)));
    message[24] = 1; // one byte of workstation, behind the end
    assertMalformed(() -> NegotiateMessage.parse(message));
    message[28] = 39; // the last byte
    assertNotNull(NegotiateMessage.parse(message));
    message[31] = (byte) 0x80; // an offset above 2 GiB
    assertMalformed(() -> NegotiateMessage.parse(message));
  }

  @Test
  void challenge() throws Exception {
    var message = ChallengeMessage.parse(Vectors.CHALLENGE);
    assertEquals(new NtlmFlags(0xE2898235), message.flags());
    assertArrayEquals(Vectors.SERVER_CHALLENGE, message.serverChallenge());
    assertEquals("CORP", message.targetName());
    assertEquals("gw1.corp.example", text(message.targetInfo(), AvId.DNS_COMPUTER_NAME));
    assertArrayEquals(Vectors.CHALLENGE, message.toBytes());
  }

  @Test
  void authenticate() throws Exception {
    var message = AuthenticateMessage.parse(Vectors.AUTHENTICATE);
    assertEquals("alice", message.userName());
    assertEquals("CORP", message.domain());
    assertEquals("PC7", message.workstation());
    assertArrayEquals(new byte[24], message.lmResponse());
    assertEquals(224, message.ntResponse().length);
    assertEquals("757195d9223a17a20d88cdbdb3a73829", hex(message.encryptedSessionKey()));
    assertEquals("591f8dd6c4a5e44c46810787d1dfb6b3", hex(Objects.requireNonNull(message.mic())));
    assertArrayEquals(Vectors.AUTHENTICATE, message.toBytes());
  }

  @Test
  void authenticateWithoutMicOrVersion() throws Exception {
    var full = AuthenticateMessage.parse(Vectors.AUTHENTICATE);
    var withoutMic = AuthenticateMessage.parse(copy(full, full.version()).toBytes());
    assertNull(withoutMic.mic());
    assertEquals(full.version(), withoutMic.version());
    var bare = AuthenticateMessage.parse(copy(full, null).toBytes());
    assertNull(bare.mic());
    assertNull(bare.version());
    assertEquals("alice", bare.userName());
  }

  private static AuthenticateMessage copy(
      AuthenticateMessage message, @Nullable NtlmVersion version) {
    return new AuthenticateMessage(
        message.flags(),
        message.lmResponse(),
        message.ntResponse(),
        message.domain(),
        message.userName(),
        message.workstation(),
        message.encryptedSessionKey(),
        version,
        null);
  }

  @Test
  void ntlmv2Response() throws Exception {
    byte[] nt = AuthenticateMessage.parse(Vectors.AUTHENTICATE).ntResponse();
    var response = Ntlmv2Response.parse(nt);
    assertEquals("0f7165eae6de0353fa7f5d012e347c37", hex(response.proof()));
    assertEquals(133_000_000_000_000_000L, response.fileTime());
    assertEquals("HTTP/gw1.corp.example", text(response.pairs(), AvId.TARGET_NAME));
    assertEquals(AvPairs.FLAG_MIC, response.pairs().flags());
    nt[16] = 2;
    assertMalformed(() -> Ntlmv2Response.parse(nt));
    assertMalformed(() -> Ntlmv2Response.parse(new byte[43]));
  }

  @Test
  void textsMustBeStrictUtf16() throws Exception {
    assertEquals("ä😀", MessageReader.text("ä😀".getBytes(StandardCharsets.UTF_16LE)));
    assertMalformed(() -> MessageReader.text(hex("610062")));
    assertMalformed(() -> MessageReader.text(hex("00d86100")));
  }

  @Test
  void oemTextsAreRefused() {
    byte[] message = Vectors.AUTHENTICATE.clone();
    message[60] = (byte) ((message[60] & ~1) | 2);
    assertMalformed(() -> AuthenticateMessage.parse(message));
  }

  @Test
  void overlongMessagesAreRefused() throws Exception {
    byte[] longest = Arrays.copyOf(Vectors.AUTHENTICATE, MessageReader.MAX_BYTES);
    assertNotNull(AuthenticateMessage.parse(longest));
    byte[] tooLong = Arrays.copyOf(Vectors.AUTHENTICATE, MessageReader.MAX_BYTES + 1);
    assertMalformed(() -> AuthenticateMessage.parse(tooLong));
  }

  @Test
  void fieldsMustNotPointIntoTheFixedPart() throws Exception {
    byte[] authenticate = Vectors.AUTHENTICATE.clone();
    authenticate[32] = 63; // the domain
    assertMalformed(() -> AuthenticateMessage.parse(authenticate));
    authenticate[32] = 64;
    assertNotNull(AuthenticateMessage.parse(authenticate));
    byte[] challenge = Vectors.CHALLENGE.clone();
    challenge[16] = 47; // the target's name
    assertMalformed(() -> ChallengeMessage.parse(challenge));
  }

  @Test
  void otherTypesAndSignaturesAreRefused() {
    assertMalformed(() -> NegotiateMessage.parse(Vectors.CHALLENGE));
    assertMalformed(() -> ChallengeMessage.parse(Vectors.AUTHENTICATE));
    assertMalformed(() -> AuthenticateMessage.parse(Vectors.NEGOTIATE));
    byte[] lowerCase = Vectors.NEGOTIATE.clone();
    lowerCase[0] = 'n';
    assertMalformed(() -> NegotiateMessage.parse(lowerCase));
    assertFalse(MessageReader.isNtlm(lowerCase));
    assertTrue(MessageReader.isNtlm("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)));
    assertMalformed(() -> MessageReader.typeOf("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void avPairsKeepOrderAndUnknownIds() throws Exception {
    // the odd length of the unknown pair moves all that follows to odd addresses
    byte[] bytes = hex("0700080001020304050607082a000100ff010002004100 00000000");
    var pairs = AvPairs.parse(bytes);
    assertEquals("A", text(pairs, AvId.NB_COMPUTER_NAME));
    assertArrayEquals(new byte[] {-1}, pairs.get(new AvId(42)));
    assertArrayEquals(bytes, pairs.toBytes());
    assertEquals("AvPairs[AvId[7], AvId[42], AvId[1]]", pairs.toString());
  }

  @Test
  void avPairsStopAtTheEndMark() throws Exception {
    assertArrayEquals(new byte[4], AvPairs.parse(hex("00000000ffffffff")).toBytes());
  }

  @Test
  void brokenAvPairsAreRefused() {
    assertMalformed(() -> AvPairs.parse(new byte[0]));
    assertMalformed(() -> AvPairs.parse(hex("010002004100"))); // no end mark
    assertMalformed(() -> AvPairs.parse(hex("000001004100"))); // an end mark with content
    assertMalformed(() -> AvPairs.parse(hex("0100020041000100020041000000 0000"))); // twice
    assertMalformed(() -> AvPairs.parse(hex("06000200000000000000"))); // flags of two bytes
    assertMalformed(() -> AvPairs.parse(hex("0700040000000000 00000000"))); // a short time
    assertMalformed(() -> AvPairs.parse(hex("0a00040000000000 00000000"))); // a short binding
    assertMalformed(() -> AvPairs.parse(hex("0100ffff4100"))); // longer than all
  }

  @Test
  void flagsPrintUsefully() {
    assertEquals("UNICODE|NTLM|0x100000|KEY_56", new NtlmFlags(0x80100201).toString());
    assertEquals("NONE", new NtlmFlags(0).toString());
  }

  @Test
  void textFormsHideResponses() throws Exception {
    var message = AuthenticateMessage.parse(Vectors.AUTHENTICATE);
    String proof = "0f7165ea";
    assertFalse(message.toString().contains(proof), message.toString());
    assertTrue(message.toString().contains("responses=<redacted>"));
    assertTrue(Ntlmv2Response.parse(message.ntResponse()).toString().contains("<redacted>"));
  }

  private static String text(AvPairs pairs, AvId id) throws MalformedMessageException {
    return MessageReader.text(Objects.requireNonNull(pairs.get(id)));
  }

  private static void assertMalformed(Executable parse) {
    assertThrows(MalformedMessageException.class, parse);
  }
}
