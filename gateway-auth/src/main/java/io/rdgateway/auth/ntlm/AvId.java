/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

/**
 * AvId of AV_PAIR (MS-NLMP 2.2.2.1). Unknown values survive.
 *
 * @param value 0 to 65535
 */
record AvId(int value) {
  static final AvId EOL = new AvId(0);
  static final AvId NB_COMPUTER_NAME = new AvId(1);
  static final AvId NB_DOMAIN_NAME = new AvId(2);
  static final AvId DNS_COMPUTER_NAME = new AvId(3);
  static final AvId DNS_DOMAIN_NAME = new AvId(4);

  /** A u32 of {@link AvPairs} flag bits; only in what a client sends. */
  static final AvId FLAGS = new AvId(6);

  /** FILETIME of the server; makes clients send an integrity code. */
  static final AvId TIMESTAMP = new AvId(7);

  /** The service principal name that the client meant to reach. */
  static final AvId TARGET_NAME = new AvId(9);

  /** MD5 over the channel binding; all zero for none. */
  static final AvId CHANNEL_BINDINGS = new AvId(10);

  @Override
  public String toString() {
    return "AvId[" + value + "]";
  }
}
