/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

/**
 * Takes what one gateway has seen to the others, so that an attacker who goes from one to the next
 * is counted by all. Each hands it to its {@link SignInThrottle#learn}.
 *
 * <p>The gateways stay independent: none waits for another when a user signs in. What is lost on
 * the way, or late, costs at most that each gateway allows the whole rate by itself. Whoever can
 * forge outcomes can lock users out of unknown addresses, or make an address known; so they must
 * travel authenticated.
 */
@FunctionalInterface
public interface ThrottlePeers {

  /**
   * Tells the others. Called on the thread of a sign-in, by many at once: must return at once, such
   * as after putting it into a bounded queue.
   *
   * @param outcome what has happened here; never one that was learned
   */
  void tell(SignInOutcome outcome);
}
