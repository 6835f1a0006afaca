/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Objects;

/** What a {@link SecondFactor} found out. */
public sealed interface FactorResult {

  /** The user has approved. */
  record Approved() implements FactorResult {}

  /**
   * The user has declined, has not reacted, or cannot be asked.
   *
   * @param reason for the event; the client never learns it
   */
  record Refused(RejectReason reason) implements FactorResult {
    /** Refuses null where it arises. */
    public Refused {
      Objects.requireNonNull(reason, "a refusal needs a reason");
    }
  }
}
