/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Objects;

/**
 * The answer of a policy.
 *
 * @param <T> what is granted
 */
public sealed interface Decision<T> {

  /**
   * Allowed.
   *
   * @param grant under these terms
   * @param policy the policy that allowed it, for the event
   * @param <T> what is granted
   */
  record Allow<T>(T grant, String policy) implements Decision<T> {
    /** Refuses null where it arises, in the hook: a hook that throws has refused. */
    public Allow {
      Objects.requireNonNull(grant, "an allowed decision needs a grant");
      Objects.requireNonNull(policy, "an allowed decision names its policy");
    }
  }

  /**
   * Refused.
   *
   * @param reason why
   * @param <T> what would have been granted
   */
  record Deny<T>(DenyReason reason) implements Decision<T> {
    /** Refuses null where it arises. */
    public Deny {
      Objects.requireNonNull(reason, "a denied decision needs a reason");
    }
  }

  /**
   * The policy has nothing to say. At the top this refuses; a combinator asks the next policy.
   *
   * @param why one sentence for the administrator
   * @param <T> what would have been granted
   */
  record NotApplicable<T>(String why) implements Decision<T> {}

  /**
   * Allows.
   *
   * @param grant under these terms
   * @param <T> what is granted
   * @return the decision, with {@code application} as the policy's name
   */
  static <T> Decision<T> allow(T grant) {
    return new Allow<>(grant, "application");
  }

  /**
   * Refuses with {@link DenyCode#NOT_AUTHORIZED}.
   *
   * @param explanation one sentence for the administrator
   * @param <T> what would have been granted
   * @return the decision, with {@code application} as the policy's name
   */
  static <T> Decision<T> deny(String explanation) {
    return new Deny<>(new DenyReason(DenyCode.NOT_AUTHORIZED, "application", explanation));
  }

  /**
   * Leaves it to others.
   *
   * @param why one sentence for the administrator
   * @param <T> what would have been granted
   * @return the decision
   */
  static <T> Decision<T> notApplicable(String why) {
    return new NotApplicable<>(why);
  }
}
