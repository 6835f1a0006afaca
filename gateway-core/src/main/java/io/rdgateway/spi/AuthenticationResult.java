/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of one {@link AuthenticationStep}. */
public sealed interface AuthenticationResult {

  /** The client is who it says. */
  final class Accepted implements AuthenticationResult {
    private final UserPrincipal principal;
    private final byte @Nullable [] finalToken;

    private Accepted(UserPrincipal principal, byte @Nullable [] finalToken) {
      this.principal = Objects.requireNonNull(principal, "an accepted sign-in needs a principal");
      this.finalToken = finalToken == null ? null : finalToken.clone();
    }

    /**
     * Who signed in.
     *
     * @return the principal that the policies will see
     */
    public UserPrincipal principal() {
      return principal;
    }

    /**
     * The mechanism's last message, which rides on the 200 or 101.
     *
     * @return a copy, or null when the mechanism has none
     */
    public byte @Nullable [] finalToken() {
      return finalToken == null ? null : finalToken.clone();
    }

    @Override
    public String toString() {
      return "Accepted[" + principal + "]";
    }
  }

  /** The mechanism wants another message from the client. */
  final class Challenge implements AuthenticationResult {
    private final byte[] token;
    private final AuthenticationStep next;

    private Challenge(byte[] token, AuthenticationStep next) {
      this.token = token.clone();
      this.next = Objects.requireNonNull(next, "a challenge needs its next step");
    }

    /**
     * The message to the client.
     *
     * @return a copy
     */
    public byte[] token() {
      return token.clone();
    }

    /**
     * What takes the client's answer. It belongs to this connection alone, is used at most once,
     * and is abandoned when the connection ends first.
     *
     * @return the next step
     */
    public AuthenticationStep next() {
      return next;
    }

    @Override
    public String toString() {
      return "Challenge[" + token.length + " bytes]";
    }
  }

  /** The client is refused. */
  final class Rejected implements AuthenticationResult {
    private final RejectReason reason;
    private final byte @Nullable [] finalToken;

    private Rejected(RejectReason reason, byte @Nullable [] finalToken) {
      this.reason = Objects.requireNonNull(reason, "a rejected sign-in needs a reason");
      this.finalToken = finalToken == null ? null : finalToken.clone();
    }

    /**
     * Why, for the event.
     *
     * @return the reason
     */
    public RejectReason reason() {
      return reason;
    }

    /**
     * A last message that tells the client of the refusal in the mechanism's own form.
     *
     * @return a copy, or null
     */
    public byte @Nullable [] finalToken() {
      return finalToken == null ? null : finalToken.clone();
    }

    @Override
    public String toString() {
      return "Rejected[" + reason.code() + "]";
    }
  }

  /**
   * Success without a last message.
   *
   * @param principal who signed in
   * @return the result
   */
  static AuthenticationResult accepted(UserPrincipal principal) {
    return new Accepted(principal, null);
  }

  /**
   * Success with the mechanism's last message.
   *
   * @param principal who signed in
   * @param finalToken rides on the 200 or 101; copied
   * @return the result
   */
  static AuthenticationResult accepted(UserPrincipal principal, byte[] finalToken) {
    return new Accepted(principal, finalToken);
  }

  /**
   * Another leg is due.
   *
   * @param token the message to the client; copied
   * @param next takes the answer
   * @return the result
   */
  static AuthenticationResult challenge(byte[] token, AuthenticationStep next) {
    return new Challenge(token, next);
  }

  /**
   * Refusal.
   *
   * @param reason for the event
   * @return the result
   */
  static AuthenticationResult rejected(RejectReason reason) {
    return new Rejected(reason, null);
  }

  /**
   * Refusal that the client's mechanism learns of.
   *
   * @param reason for the event
   * @param finalToken the mechanism's message; copied
   * @return the result
   */
  static AuthenticationResult rejected(RejectReason reason, byte[] finalToken) {
    return new Rejected(reason, finalToken);
  }
}
