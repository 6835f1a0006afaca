/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/**
 * Why a sign-in was refused. It reaches the event, never the client: to the outside every refusal
 * looks alike.
 *
 * @param code a short stable word for machines, lower-case with dashes
 * @param explanation one sentence for the administrator, without secrets
 */
public record RejectReason(String code, String explanation) {

  /** No user of this name, or a wrong password; stores that can tell them apart should say so. */
  public static final RejectReason BAD_CREDENTIALS =
      new RejectReason("bad-credentials", "the user name or the password is wrong");

  /** No such user. */
  public static final RejectReason UNKNOWN_USER =
      new RejectReason("unknown-user", "there is no user of this name");

  /** The user exists, the proof is wrong. */
  public static final RejectReason WRONG_PASSWORD =
      new RejectReason("wrong-password", "the password is wrong");

  /** The client's message breaks the rules of its mechanism. */
  public static final RejectReason MALFORMED =
      new RejectReason("malformed", "the client's message is malformed");

  /** The store or server behind the authenticator did not answer. */
  public static final RejectReason UNAVAILABLE =
      new RejectReason("unavailable", "the identity system did not answer");

  /** The hook did not answer before its deadline. */
  public static final RejectReason TIMED_OUT =
      new RejectReason("timed-out", "the authenticator did not answer in time");

  /** The hook threw an exception or returned nothing. */
  public static final RejectReason HOOK_FAILED =
      new RejectReason("hook-failed", "the authenticator failed");

  /** The hook executor had no room. */
  public static final RejectReason OVERLOADED =
      new RejectReason("overloaded", "too many sign-ins are waiting for the authenticator");

  /**
   * The same reason with another sentence.
   *
   * @param explanation one sentence for the administrator, without secrets
   * @return a reason with this code
   */
  public RejectReason because(String explanation) {
    return new RejectReason(code, explanation);
  }
}
