/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.EndPointBinding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client's side, which can misbehave in every way that a test wants. */
final class TestClient {
  static final NtlmVersion VERSION = new NtlmVersion(10, 0, 22621, 15);

  byte[] negotiate = new NegotiateMessage(new NtlmFlags(0xE20882B7), VERSION).toBytes();
  String user = "alice";
  String domain = "CORP";
  @Nullable String keyDomain;
  String password = Vectors.PASSWORD;
  int dropFlags;
  int avFlags = AvPairs.FLAG_MIC;
  byte @Nullable [] binding;
  @Nullable String service;
  boolean sendMic = true;
  long timeOffset;
  boolean damageMic;
  byte @Nullable [] ntResponse;
  byte[] trailing = new byte[8];
  int sessionKeyBytes = 16;

  /** Pairs that replace those of the challenge, or remove them when null. */
  final Map<AvId, byte @Nullable []> replaced = new LinkedHashMap<>();

  /** A whole sign-in under Negotiate. */
  AuthenticationResult signIn(NtlmAuthenticator acceptor, @Nullable EndPointBinding connection)
      throws Exception {
    var challenge = Conversation.start(acceptor, AuthScheme.NEGOTIATE, negotiate);
    return challenge
        .next()
        .proceed(
            Conversation.token(AuthScheme.NEGOTIATE, answer(challenge.token())),
            Fixtures.context(connection));
  }

  byte[] answer(byte[] challengeBytes) throws MalformedMessageException {
    var challenge = ChallengeMessage.parse(challengeBytes);
    var flags = new NtlmFlags(challenge.flags().bits() & ~dropFlags);
    byte[] part = clientPart(challenge);
    byte[] key =
        NtlmCrypto.responseKey(
            NtHash.ofPassword(password).bytes(), user, keyDomain == null ? domain : keyDomain);
    byte[] proof = NtlmCrypto.proof(key, challenge.serverChallenge(), part);
    byte[] session = NtlmCrypto.sessionBaseKey(key, proof);

    byte[] encrypted = new byte[0];
    byte[] exported = session;
    if (flags.has(NtlmFlags.KEY_EXCHANGE)) {
      exported = new byte[sessionKeyBytes];
      Arrays.fill(exported, (byte) 0x42);
      encrypted = NtlmCrypto.rc4(session, exported);
    }
    var message =
        new AuthenticateMessage(
            flags,
            new byte[24],
            ntResponse == null ? NtlmCrypto.concat(proof, part) : ntResponse,
            domain,
            user,
            "PC7",
            encrypted,
            VERSION,
            sendMic ? new byte[16] : null);
    byte[] bytes = message.toBytes();
    if (sendMic) {
      byte[] mic = NtlmCrypto.hmacMd5(exported, negotiate, challengeBytes, bytes);
      mic[7] ^= (byte) (damageMic ? 1 : 0);
      System.arraycopy(mic, 0, bytes, AuthenticateMessage.MIC, mic.length);
    }
    return bytes;
  }

  private byte[] clientPart(ChallengeMessage challenge) {
    var pairs = new AvPairs.Builder();
    for (int id = 1; id <= 7; id++) {
      var avId = new AvId(id);
      byte[] value =
          replaced.containsKey(avId) ? replaced.get(avId) : challenge.targetInfo().get(avId);
      if (value != null) {
        pairs.add(avId, value);
      }
    }
    if (avFlags != 0) {
      pairs.add(
          AvId.FLAGS,
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(avFlags).array());
    }
    if (binding != null) {
      pairs.add(AvId.CHANNEL_BINDINGS, binding);
    }
    if (service != null) {
      pairs.add(AvId.TARGET_NAME, service.getBytes(StandardCharsets.UTF_16LE));
    }
    byte[] fixed = new byte[28];
    ByteBuffer out = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort(0, (short) 0x0101);
    out.putLong(8, FileTime.of(Vectors.TIME) + timeOffset);
    out.putLong(16, 0xAAAA_AAAA_AAAA_AAAAL);
    return NtlmCrypto.concat(fixed, pairs.build().toBytes(), trailing);
  }
}
