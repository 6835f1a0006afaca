/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.EndPointBinding;
import java.net.ProtocolException;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NtlmInitiatorTest {
  private static final NtlmAccount ALICE =
      new NtlmAccount("alice", "CORP", "PC7", NtHash.ofPassword(Vectors.PASSWORD));
  private static final String SERVICE = "HTTP/gw1.corp.example";

  /** The client challenge is 8 x AA, the exported session key 16 x 55. */
  private static byte[] nonce(int size) {
    byte[] nonce = new byte[size];
    Arrays.fill(nonce, (byte) (size == 8 ? 0xAA : 0x55));
    return nonce;
  }

  private static NtlmInitiator initiator(NtlmFlags offered, @Nullable EndPointBinding binding) {
    return new NtlmInitiator(
        ALICE,
        SERVICE,
        binding,
        offered,
        InstantSource.fixed(Vectors.TIME),
        NtlmInitiatorTest::nonce);
  }

  /** Every byte as an independent program has computed it. */
  @Test
  void calculatedConversation() throws Exception {
    var initiator = initiator(new NtlmFlags(0xE2088237), Vectors.CALCULATED_BINDING);
    assertArrayEquals(Vectors.NEGOTIATE, initiator.negotiate());
    assertArrayEquals(Vectors.AUTHENTICATE, initiator.authenticate(Vectors.CHALLENGE));
  }

  @Test
  void publishedClientPart() {
    // MS-NLMP 4.2.4.1.3: time 0, client challenge 8 x AA
    var pairs =
        new AvPairs.Builder()
            .add(AvId.NB_DOMAIN_NAME, "Domain")
            .add(AvId.NB_COMPUTER_NAME, "Server")
            .build();
    byte[] part = Ntlmv2Response.clientPart(new byte[8], nonce(8), pairs);
    byte[] key = NtlmCrypto.responseKey(NtHash.ofPassword("Password").bytes(), "User", "Domain");
    assertEquals(
        "68cd0ab851e51c96aabc927bebef6a1c",
        hex(NtlmCrypto.proof(key, Vectors.SERVER_CHALLENGE, part)));
  }

  @Test
  void signsInAtOurOwnAcceptor() throws Exception {
    var acceptor =
        Conversation.acceptor(Conversation.ALICE)
            .channelBinding(ChannelBindingPolicy.REQUIRED)
            .build();
    assertEquals("Accepted", signIn(acceptor, Vectors.CALCULATED_BINDING));
    assertEquals("ntlm-no-channel-binding", signIn(acceptor, null));
    assertEquals(
        "ntlm-wrong-channel-binding",
        signIn(acceptor, new EndPointBinding(Vectors.sha256("another certificate"))));
  }

  private static String signIn(NtlmAuthenticator acceptor, @Nullable EndPointBinding binding)
      throws Exception {
    var initiator = initiator(NtlmInitiator.OFFERED, binding);
    AuthenticationResult.Challenge challenge =
        Conversation.start(acceptor, AuthScheme.NTLM, initiator.negotiate());
    byte[] answer = initiator.authenticate(challenge.token());
    return outcome(
        challenge
            .next()
            .proceed(
                Conversation.token(AuthScheme.NTLM, answer), context(Vectors.CALCULATED_BINDING)));
  }

  @Test
  void withoutTheServersTimeOurOwnIsSent() throws Exception {
    ChallengeMessage challenge = ChallengeMessage.parse(Vectors.CHALLENGE);
    var timeless = challenge.targetInfo().without(AvId.TIMESTAMP).build();
    var response = response(with(challenge.flags().bits(), timeless));
    assertEquals(FileTime.of(Vectors.TIME), response.fileTime());
  }

  /** A server that has the client's own pairs in its challenge cannot choose them for it. */
  @Test
  void theClientsOwnPairsReplaceTheServers() throws Exception {
    ChallengeMessage challenge = ChallengeMessage.parse(Vectors.CHALLENGE);
    var forged =
        challenge
            .targetInfo()
            .without()
            .add(AvId.FLAGS, new byte[4])
            .add(AvId.CHANNEL_BINDINGS, nonce(16))
            .add(AvId.TARGET_NAME, "HTTP/elsewhere")
            .build();
    var response = response(with(challenge.flags().bits(), forged));
    assertEquals(AvPairs.FLAG_MIC, response.pairs().flags());
    assertArrayEquals(new byte[16], response.pairs().get(AvId.CHANNEL_BINDINGS));
    byte[] service = response.pairs().get(AvId.TARGET_NAME);
    assertNotNull(service);
    assertEquals(SERVICE, MessageReader.text(service));
  }

  private static Ntlmv2Response response(byte[] challenge) throws Exception {
    byte[] answer = initiator(NtlmInitiator.OFFERED, null).authenticate(challenge);
    return Ntlmv2Response.parse(AuthenticateMessage.parse(answer).ntResponse());
  }

  private static byte[] with(int flags, AvPairs info) {
    return new ChallengeMessage(
            new NtlmFlags(flags), Vectors.SERVER_CHALLENGE, "CORP", info, NtlmVersion.OURS)
        .toBytes();
  }

  @Test
  void keysAreExchangedOnlyWithSigning() throws Exception {
    var info = ChallengeMessage.parse(Vectors.CHALLENGE).targetInfo();
    int flags = 0xE2898235 & ~(NtlmFlags.SIGN | NtlmFlags.SEAL);
    var answer =
        AuthenticateMessage.parse(
            initiator(NtlmInitiator.OFFERED, null).authenticate(with(flags, info)));
    assertFalse(answer.flags().has(NtlmFlags.KEY_EXCHANGE));
    assertEquals(0, answer.encryptedSessionKey().length);
  }

  @Test
  void challengesWithoutAVersionAreRead() throws Exception {
    var old =
        new ChallengeMessage(
            new NtlmFlags(0xE0898235),
            Vectors.SERVER_CHALLENGE,
            "CORP",
            ChallengeMessage.parse(Vectors.CHALLENGE).targetInfo(),
            null);
    byte[] bytes = old.toBytes();
    assertArrayEquals(bytes, ChallengeMessage.parse(bytes).toBytes());
    byte[] answer = initiator(NtlmInitiator.OFFERED, null).authenticate(bytes);
    assertNotNull(AuthenticateMessage.parse(answer).mic());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        NtlmFlags.UNICODE,
        NtlmFlags.EXTENDED_SESSION_SECURITY,
        NtlmFlags.TARGET_INFO,
        NtlmFlags.KEY_128
      })
  void weakChallengesGetNoProof(int missing) throws Exception {
    var info = ChallengeMessage.parse(Vectors.CHALLENGE).targetInfo();
    byte[] weak = with(0xE2898235 & ~missing, info);
    var failure =
        assertThrows(
            ProtocolException.class,
            () -> initiator(NtlmInitiator.OFFERED, null).authenticate(weak));
    assertTrue(String.valueOf(failure.getMessage()).contains("weak"), failure::toString);
  }

  @Test
  void malformedChallengesGetNoProof() {
    for (byte[] bytes :
        new byte[][] {{}, Vectors.NEGOTIATE, Arrays.copyOf(Vectors.CHALLENGE, 60)}) {
      assertThrows(
          ProtocolException.class,
          () -> initiator(NtlmInitiator.OFFERED, null).authenticate(bytes));
    }
  }
}
