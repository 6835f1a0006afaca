/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.spi.EndPointBinding;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one sign-in (MS-NLMP 3.1.5.1): first {@link #negotiate}, then {@link
 * #authenticate} once.
 */
final class NtlmInitiator {
  /** What a client offers. Signing is there for the exchange of keys alone. */
  static final NtlmFlags OFFERED =
      new NtlmFlags(
          NtlmFlags.UNICODE
              | NtlmFlags.REQUEST_TARGET
              | NtlmFlags.SIGN
              | NtlmFlags.NTLM
              | NtlmFlags.ALWAYS_SIGN
              | NtlmFlags.EXTENDED_SESSION_SECURITY
              | NtlmFlags.VERSION
              | NtlmFlags.KEY_128
              | NtlmFlags.KEY_EXCHANGE
              | NtlmFlags.KEY_56);

  /** What the server must have chosen, or its challenge asks for a weak proof. */
  private static final int REQUIRED =
      NtlmFlags.UNICODE | NtlmFlags.EXTENDED_SESSION_SECURITY | NtlmFlags.TARGET_INFO;

  /** What servers say of themselves, which goes back with the rest. */
  private static final int OF_SERVERS =
      NtlmFlags.TARGET_INFO | NtlmFlags.TARGET_TYPE_DOMAIN | NtlmFlags.TARGET_TYPE_SERVER;

  private static final int LM_RESPONSE_BYTES = 24;
  private static final int KEY_BYTES = 16;
  private static final int BINDING_BYTES = 16;

  private final NtlmAccount account;
  private final String service;
  private final @Nullable EndPointBinding binding;
  private final NtlmFlags offered;
  private final InstantSource clock;
  private final IntFunction<byte[]> nonces;
  private final byte[] negotiate;

  /**
   * A new sign-in.
   *
   * @param service the name of the service, for example {@code HTTP/gw.example.com}
   * @param binding of the connection; null for none
   * @param clock used if the server does not tell its time
   * @param nonces gives so many bytes that nobody can foretell
   */
  NtlmInitiator(
      NtlmAccount account,
      String service,
      @Nullable EndPointBinding binding,
      NtlmFlags offered,
      InstantSource clock,
      IntFunction<byte[]> nonces) {
    this.account = account;
    this.service = service;
    this.binding = binding;
    this.offered = offered;
    this.clock = clock;
    this.nonces = nonces;
    negotiate = new NegotiateMessage(offered, NtlmVersion.OURS).toBytes();
  }

  byte[] negotiate() {
    return negotiate.clone();
  }

  /** Proves the password to the sender of a challenge. */
  byte[] authenticate(byte[] challengeBytes) throws ProtocolException {
    ChallengeMessage challenge = parse(challengeBytes);
    NtlmFlags flags = agreed(challenge.flags());
    byte[] clientPart = clientPart(challenge.targetInfo());
    byte[] key =
        NtlmCrypto.responseKey(account.hash().bytes(), account.userName(), account.domain());
    byte[] proof = NtlmCrypto.proof(key, challenge.serverChallenge(), clientPart);
    byte[] baseKey = NtlmCrypto.sessionBaseKey(key, proof);

    byte[] exported = baseKey;
    byte[] encrypted = {};
    if (flags.has(NtlmFlags.KEY_EXCHANGE)) {
      exported = nonces.apply(KEY_BYTES);
      encrypted = NtlmCrypto.rc4(baseKey, exported);
    }
    byte[] message =
        new AuthenticateMessage(
                flags,
                new byte[LM_RESPONSE_BYTES],
                NtlmCrypto.concat(proof, clientPart),
                account.domain(),
                account.userName(),
                account.workstation(),
                encrypted,
                flags.has(NtlmFlags.VERSION) ? NtlmVersion.OURS : null,
                new byte[AuthenticateMessage.MIC_BYTES])
            .toBytes();
    byte[] mic = NtlmCrypto.hmacMd5(exported, negotiate, challengeBytes, message);
    System.arraycopy(mic, 0, message, AuthenticateMessage.MIC, mic.length);
    return message;
  }

  private static ChallengeMessage parse(byte[] bytes) throws ProtocolException {
    try {
      return ChallengeMessage.parse(bytes);
    } catch (MalformedMessageException e) {
      ProtocolException failure =
          new ProtocolException("the NTLM challenge of the gateway is wrong: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  private NtlmFlags agreed(NtlmFlags chosen) throws ProtocolException {
    if (!chosen.has(REQUIRED)
        || (chosen.hasAny(NtlmFlags.SIGN | NtlmFlags.SEAL) && !chosen.has(NtlmFlags.KEY_128))) {
      throw new ProtocolException(
          "the NTLM challenge of the gateway asks for a weak proof: " + chosen);
    }
    int both = chosen.bits() & (offered.bits() | OF_SERVERS);
    // Without signing keys are not exchanged, whatever the flag says; not every server knows that.
    return new NtlmFlags(
        (both & (NtlmFlags.SIGN | NtlmFlags.SEAL)) == 0 ? both & ~NtlmFlags.KEY_EXCHANGE : both);
  }

  /**
   * NTLMv2_CLIENT_CHALLENGE (MS-NLMP 2.2.2.7): the server's pairs with ours in place of its own.
   */
  private byte[] clientPart(AvPairs server) {
    byte[] time = server.get(AvId.TIMESTAMP);
    byte[] flags = new byte[Integer.BYTES];
    ByteBuffer.wrap(flags).order(ByteOrder.LITTLE_ENDIAN).putInt(AvPairs.FLAG_MIC);
    AvPairs pairs =
        server
            .without(AvId.FLAGS, AvId.CHANNEL_BINDINGS, AvId.TARGET_NAME)
            .add(AvId.FLAGS, flags)
            .add(
                AvId.CHANNEL_BINDINGS,
                binding == null ? new byte[BINDING_BYTES] : ChannelBindingPolicy.hash(binding))
            .add(AvId.TARGET_NAME, service)
            .build();
    return Ntlmv2Response.clientPart(
        time == null ? FileTime.toBytes(FileTime.of(clock.instant())) : time,
        nonces.apply(ChallengeMessage.CHALLENGE_BYTES),
        pairs);
  }
}
