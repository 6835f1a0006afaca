/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/** What a question to a hook is for. */
public enum Occasion {
  /** A new tunnel or channel. */
  OPEN,
  /**
   * The second half of a two-channel tunnel proves that it belongs to the same user. Must not
   * prompt.
   */
  SECOND_HALF,
  /**
   * A live tunnel proves itself again at the end of its session time (MS-TSGU 3.2.7.1.4), on a
   * connection of its own. Policies and the sign-in by cookie hear of it; a sign-in over HTTP or by
   * EXTENDED_AUTH_MSG comes as {@link #OPEN}, since the client has not yet said what it is for.
   */
  REAUTHENTICATION,
  /** A look at a live tunnel after a change of policies or accounts. Must not prompt. */
  REVIEW
}
