/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.spi.RejectReason;

/** The reasons of the acceptor. The codes are documented at {@link KerberosAcceptor}. */
final class KerberosRejects {
  static final RejectReason USER_TO_USER =
      new RejectReason("kerberos-user-to-user", "the client wants a ticket between two users");
  static final RejectReason NO_KEYTAB =
      new RejectReason("kerberos-no-keytab", "the keytab cannot be read");
  static final RejectReason OTHER_SERVICE =
      new RejectReason("kerberos-other-service", "the ticket is for another service");
  static final RejectReason NO_KEY =
      new RejectReason("kerberos-no-key", "the keytab has no key for the ticket");
  static final RejectReason INTEGRITY =
      new RejectReason("kerberos-integrity", "the ticket does not decrypt");
  static final RejectReason BAD_MATCH =
      new RejectReason(
          "kerberos-bad-match", "ticket and authenticator are of different clients or key types");
  static final RejectReason EXPIRED =
      new RejectReason("kerberos-expired", "the ticket has expired");
  static final RejectReason NOT_YET_VALID =
      new RejectReason("kerberos-not-yet-valid", "the ticket is not yet valid");
  static final RejectReason CLOCK_SKEW =
      new RejectReason("kerberos-clock-skew", "the clocks of client and gateway differ too much");
  static final RejectReason REPLAY =
      new RejectReason(
          "kerberos-replay", "the request has been used before: somebody may have recorded it");
  static final RejectReason REPLAY_CACHE_FULL =
      new RejectReason(
          "kerberos-replay-cache-full",
          "more sign-ins, of this user or of all, than the replay cache holds came within the"
              + " tolerance for clocks");
  static final RejectReason NOT_GSS =
      new RejectReason("kerberos-not-gss", "the authenticator has no checksum of the GSS-API");
  static final RejectReason DCE_STYLE =
      new RejectReason(
          "kerberos-dce-style", "the client wants an exchange of three tokens, as DCE has it");
  static final RejectReason NO_BINDING =
      new RejectReason(
          "kerberos-no-channel-binding", "the client sent no channel binding, which is required");
  static final RejectReason WRONG_BINDING =
      new RejectReason(
          "kerberos-wrong-channel-binding",
          "the client is bound to another certificate than this connection's:"
              + " somebody sits in between, or a proxy ends TLS");
  static final RejectReason FOREIGN_REALM =
      new RejectReason("kerberos-foreign-realm", "the client's realm is not among the accepted");
  static final RejectReason ANONYMOUS =
      new RejectReason("kerberos-anonymous", "the ticket names nobody");
  static final RejectReason JGSS =
      new RejectReason("kerberos-refused", "the JDK's Kerberos refuses the request");

  private KerberosRejects() {}
}
