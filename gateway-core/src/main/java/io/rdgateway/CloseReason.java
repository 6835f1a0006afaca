/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

/**
 * Why a tunnel or a channel ended.
 *
 * @param kind for machines
 * @param explanation one sentence for the administrator, without secrets
 */
public record CloseReason(Kind kind, String explanation) {

  /** The kinds of ends. */
  public enum Kind {
    /** The client closed the channel or the tunnel in an orderly way. */
    CLIENT_CLOSED,
    /** The client's connection ended without a word; FreeRDP always ends so. */
    CLIENT_VANISHED,
    /** The host closed its connection. */
    HOST_CLOSED,
    /** The connection to the host broke. */
    HOST_FAILED,
    /** Somebody asked for it through the API. */
    ADMINISTRATOR,
    /** No data from the client for the time that its policy allows. */
    IDLE_TIMEOUT,
    /** The session time of its policy is over. */
    SESSION_TIMEOUT,
    /**
     * The client was asked to sign in again and did not get through in time (MS-TSGU 3.2.7.1.4).
     */
    REAUTHENTICATION_FAILED,
    /** The proof of identity (a token, a ticket, a certificate) is no longer valid. */
    PROOF_EXPIRED,
    /** A review found the account or the proof revoked. */
    REVOKED,
    /** A review or a policy refused. */
    NOT_AUTHORIZED,
    /** A sign-in inside the tunnel failed. */
    SIGN_IN_REFUSED,
    /** A limit of the gateway was reached. */
    LIMIT,
    /** The peer broke the protocol. */
    PROTOCOL_ERROR,
    /** The client did not take the next step in time. */
    TIMED_OUT,
    /** One side stopped reading for longer than {@code Limits.stallTime()}. */
    STALLED,
    /** The gateway is closing. */
    GATEWAY_CLOSING,
    /** A failure of the gateway itself. */
    INTERNAL_ERROR
  }

  /**
   * A reason.
   *
   * @param kind for machines
   * @param explanation one sentence for the administrator
   * @return the reason
   */
  public static CloseReason of(Kind kind, String explanation) {
    return new CloseReason(kind, explanation);
  }
}
