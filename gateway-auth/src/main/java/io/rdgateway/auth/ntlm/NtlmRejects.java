/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.spi.RejectReason;

/** The reasons of the acceptor. The codes are documented at {@link NtlmAuthenticator}. */
final class NtlmRejects {
  static final RejectReason UNSUPPORTED_TOKEN =
      new RejectReason(
          "unsupported-token", "the token is not a raw NTLM message, and nothing else is accepted");
  static final RejectReason NO_CHALLENGE =
      new RejectReason("ntlm-no-challenge", "the client answers a challenge that was never sent");
  static final RejectReason CHALLENGE_USED =
      new RejectReason("ntlm-challenge-used", "the client answers a challenge a second time");
  static final RejectReason CHALLENGE_EXPIRED =
      new RejectReason("ntlm-challenge-expired", "the client answers a challenge too late");
  static final RejectReason WEAK_FLAGS =
      new RejectReason(
          "ntlm-weak-flags", "the client lacks Unicode, extended session security or 128-bit keys");
  static final RejectReason ANONYMOUS =
      new RejectReason("ntlm-anonymous", "the client signs in without a name or a proof");
  static final RejectReason NTLM_V1 =
      new RejectReason("ntlm-v1", "the client uses LM or NTLMv1; only NTLMv2 is accepted");
  static final RejectReason NO_MIC =
      new RejectReason("ntlm-no-mic", "the client sent no message integrity code");
  static final RejectReason WRONG_MIC =
      new RejectReason(
          "ntlm-wrong-mic",
          "the password is right but the message integrity code is wrong:"
              + " somebody changed a message on its way");
  static final RejectReason CHANGED_TARGET =
      new RejectReason(
          "ntlm-changed-target",
          "the password is right but the client saw other target information than was sent:"
              + " somebody changed a message on its way");
  static final RejectReason NO_BINDING =
      new RejectReason(
          "ntlm-no-channel-binding", "the client sent no channel binding, which is required");
  static final RejectReason WRONG_BINDING =
      new RejectReason(
          "ntlm-wrong-channel-binding",
          "the client is bound to another certificate than this connection's:"
              + " somebody sits in between, or a proxy ends TLS");
  static final RejectReason WRONG_SERVICE =
      new RejectReason(
          "ntlm-wrong-service", "the client meant to sign in to another service than this one");

  private NtlmRejects() {}
}
