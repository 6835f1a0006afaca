/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/** What a review found out about the principal of a live tunnel. */
public sealed interface Revalidation {

  /** Nothing has changed. */
  record Unchanged() implements Revalidation {}

  /**
   * The same user with other groups, attributes, validity or scope.
   *
   * @param principal the new state; its id must be the old one
   */
  record Changed(UserPrincipal principal) implements Revalidation {}

  /**
   * The account or the proof is no longer good: the tunnel ends.
   *
   * @param reason for the event
   */
  record Revoked(RejectReason reason) implements Revalidation {}
}
