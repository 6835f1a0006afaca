/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.spi.RejectReason;

/** The reasons of the negotiation. The codes are documented at {@link NegotiateAuthenticator}. */
final class NegotiateRejects {
  static final RejectReason UNSUPPORTED_TOKEN =
      new RejectReason(
          "unsupported-token", "the token is neither SPNEGO nor one of a mechanism that is served");
  static final RejectReason NOT_BEGUN =
      new RejectReason(
          "negotiate-not-begun", "the client goes on with a negotiation that was never begun");
  static final RejectReason NO_COMMON_MECHANISM =
      new RejectReason("negotiate-no-mechanism", "none of the client's mechanisms is served here");
  static final RejectReason GIVEN_UP =
      new RejectReason("negotiate-given-up", "the client broke the negotiation off");
  static final RejectReason NO_MIC =
      new RejectReason(
          "negotiate-no-mic",
          "the client did not get its first choice of mechanism and does not confirm its list:"
              + " somebody may have changed it on its way");
  static final RejectReason WRONG_MIC =
      new RejectReason(
          "negotiate-wrong-mic",
          "the client's list of mechanisms is not the one that was received:"
              + " somebody changed it on its way");

  private NegotiateRejects() {}
}
