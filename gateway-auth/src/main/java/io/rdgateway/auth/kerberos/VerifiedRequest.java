/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

/**
 * A request whose ticket and authenticator hold.
 *
 * @param key with which the KDC encrypted the ticket
 * @param ticket what the KDC says
 * @param authenticator what the client says
 * @param binding MD5 of the client's channel binding; zeros if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record VerifiedRequest(
    Keytab.Entry key, TicketPart ticket, AuthenticatorPart authenticator, byte[] binding) {}
