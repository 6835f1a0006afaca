/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

/**
 * What a client is told of a refusal (RFC 4120, section 7.5.9), in words that give nothing away.
 */
enum KrbErrorCode {
  ENCRYPTION_TYPE(14, "the encryption type is not supported"),
  INTEGRITY(31, "the ticket or its authenticator does not decrypt"),
  EXPIRED(32, "the ticket has expired"),
  NOT_YET_VALID(33, "the ticket is not yet valid"),
  REPEATED(34, "the request is a replay"),
  NOT_US(35, "the ticket is not for this service"),
  BAD_MATCH(36, "ticket and authenticator do not match"),
  CLOCK_SKEW(37, "the clocks of client and gateway differ too much"),
  BAD_VERSION(39, "the version of Kerberos is not 5"),
  MESSAGE_TYPE(40, "the message is not a request"),
  KEY_VERSION(44, "the gateway has no such version of its key"),
  NO_KEY(45, "the gateway has no key for the ticket"),
  CHECKSUM_TYPE(50, "the checksum is not that of the GSS-API");

  private final int number;
  private final String text;

  KrbErrorCode(int number, String text) {
    this.number = number;
    this.text = text;
  }

  int number() {
    return number;
  }

  String text() {
    return text;
  }
}
