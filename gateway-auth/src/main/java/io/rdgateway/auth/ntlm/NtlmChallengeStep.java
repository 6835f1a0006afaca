/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes the answer to one challenge (MS-NLMP 3.2.5.1.2). All state of the sign-in is here. */
final class NtlmChallengeStep implements AuthenticationStep, ClaimsUser {
  private static final int NTLM_V1_BYTES = 24;
  private static final String SERVICE = "http/";

  private final NtlmAuthenticator acceptor;
  private final AuthScheme scheme;
  private final byte[] negotiate;
  private final ChallengeMessage challenge;
  private final byte[] challengeBytes;
  private final Instant expires;
  private final AtomicBoolean used = new AtomicBoolean();

  /** Keeps the first two messages as they travelled: the integrity code covers their bytes. */
  NtlmChallengeStep(
      NtlmAuthenticator acceptor,
      AuthScheme scheme,
      byte[] negotiate,
      ChallengeMessage challenge,
      byte[] challengeBytes,
      Instant expires) {
    this.acceptor = acceptor;
    this.scheme = scheme;
    this.negotiate = negotiate;
    this.challenge = challenge;
    this.challengeBytes = challengeBytes;
    this.expires = expires;
  }

  @Override
  public void abandon() {
    used.set(true);
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    return credential instanceof Credential.SecurityToken token
        ? AuthenticateMessage.claimedUser(token.token())
        : Optional.empty();
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (used.getAndSet(true)) {
      return AuthenticationResult.rejected(NtlmRejects.CHALLENGE_USED);
    }
    if (!(credential instanceof Credential.SecurityToken token)
        || !credential.scheme().equals(scheme)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("the client changed the scheme within a sign-in"));
    }
    byte[] message = token.token();
    try {
      if (MessageReader.typeOf(message) == NegotiateMessage.TYPE) {
        return acceptor.proceed(credential, context); // the client starts anew
      }
      return AuthenticationResult.accepted(judge(message, context).principal());
    } catch (RefusedException e) {
      return AuthenticationResult.rejected(e.reason());
    }
  }

  /** The message to the client. */
  byte[] challenge() {
    return challengeBytes.clone();
  }

  /** Judges the answer to the challenge. The caller sees to it that there is only one. */
  NtlmSession judge(byte[] message, AuthenticationContext context) throws Exception {
    Instant now = acceptor.clock().instant();
    RefusedException.unless(!now.isAfter(expires), NtlmRejects.CHALLENGE_EXPIRED);
    var answer = AuthenticateMessage.parse(message);
    NtlmFlags flags = answer.flags().and(challenge.flags());
    NtlmAuthenticator.checkStrength(flags);
    byte[] nt = answer.ntResponse();
    RefusedException.unless(
        !answer.userName().isEmpty() && nt.length != 0 && !answer.flags().has(NtlmFlags.ANONYMOUS),
        NtlmRejects.ANONYMOUS);
    RefusedException.unless(nt.length != NTLM_V1_BYTES, NtlmRejects.NTLM_V1);
    var response = Ntlmv2Response.parse(nt);
    RefusedException.unless(
        answer.mic() != null && (response.pairs().flags() & AvPairs.FLAG_MIC) != 0,
        NtlmRejects.NO_MIC);

    var verified = verify(answer, context);
    checkTarget(response);
    byte[] exportedKey = exportedSessionKey(flags, answer, verified.sessionBaseKey());
    checkMic(message, answer, exportedKey);
    checkBinding(response, context);
    checkService(response);
    AuthScheme proof = NtlmAuthenticator.proofOf(scheme);
    return new NtlmSession(verified.identity().signedIn(proof, now), flags, exportedKey);
  }

  private NtlmVerification.Verified verify(
      AuthenticateMessage answer, AuthenticationContext context) throws Exception {
    NtlmVerification verification =
        acceptor
            .verifier()
            .verify(
                new NtlmProof(
                    answer.userName(),
                    answer.domain(),
                    answer.workstation(),
                    challenge.serverChallenge(),
                    answer.ntResponse()),
                context);
    if (verification instanceof NtlmVerification.Verified verified) {
      return verified;
    }
    throw new RefusedException(
        verification instanceof NtlmVerification.Refused refused
            ? refused.reason()
            : RejectReason.HOOK_FAILED);
  }

  /** An attacker who adds or changes pairs to talk the client out of its protections fails here. */
  private void checkTarget(Ntlmv2Response response) throws RefusedException {
    byte[] sentTime = challenge.targetInfo().get(AvId.TIMESTAMP);
    RefusedException.unless(
        response.pairs().containsAll(challenge.targetInfo())
            && Arrays.equals(FileTime.toBytes(response.fileTime()), sentTime),
        NtlmRejects.CHANGED_TARGET);
  }

  private static byte[] exportedSessionKey(
      NtlmFlags flags, AuthenticateMessage answer, byte[] sessionBaseKey)
      throws MalformedMessageException {
    if (!flags.has(NtlmFlags.KEY_EXCHANGE) || !flags.hasAny(NtlmFlags.SIGN | NtlmFlags.SEAL)) {
      return sessionBaseKey;
    }
    if (answer.encryptedSessionKey().length != sessionBaseKey.length) {
      throw new MalformedMessageException("the session key has the wrong size");
    }
    return NtlmCrypto.rc4(sessionBaseKey, answer.encryptedSessionKey());
  }

  private void checkMic(byte[] message, AuthenticateMessage answer, byte[] key)
      throws RefusedException {
    byte[] withoutMic = message.clone();
    int end = AuthenticateMessage.MIC + AuthenticateMessage.MIC_BYTES;
    Arrays.fill(withoutMic, AuthenticateMessage.MIC, end, (byte) 0);
    byte[] mic = NtlmCrypto.hmacMd5(key, negotiate, challengeBytes, withoutMic);
    RefusedException.unless(MessageDigest.isEqual(mic, answer.mic()), NtlmRejects.WRONG_MIC);
  }

  private void checkBinding(Ntlmv2Response response, AuthenticationContext context)
      throws RefusedException {
    byte[] sent = response.pairs().get(AvId.CHANNEL_BINDINGS);
    boolean none = ChannelBindingPolicy.isNone(sent);
    RefusedException.unless(
        acceptor
            .channelBinding()
            .accepts(sent, context.endPointBinding(), acceptor.furtherBindings()),
        none ? NtlmRejects.NO_BINDING : NtlmRejects.WRONG_BINDING);
  }

  private void checkService(Ntlmv2Response response) throws RefusedException {
    Set<String> hosts = acceptor.serviceNames();
    byte[] sent = response.pairs().get(AvId.TARGET_NAME);
    if (hosts.isEmpty()
        || sent == null
        || sent.length == 0
        || (response.pairs().flags() & AvPairs.FLAG_UNTRUSTED_TARGET) != 0) {
      return;
    }
    String name = MessageReader.text(sent).toLowerCase(Locale.ROOT);
    RefusedException.unless(name.startsWith(SERVICE), NtlmRejects.WRONG_SERVICE);
    String host = name.substring(SERVICE.length());
    RefusedException.unless(
        hosts.contains(host) || hosts.contains(host.replaceFirst(":\\d+$", "")),
        NtlmRejects.WRONG_SERVICE);
  }
}
