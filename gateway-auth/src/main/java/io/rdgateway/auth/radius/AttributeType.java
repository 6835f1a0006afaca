/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

/** The attributes that this client sends or understands (RFC 2865, 2866, 2869, MS-RNAS 2.2.1). */
final class AttributeType {
  static final int USER_NAME = 1;
  static final int USER_PASSWORD = 2;
  static final int CHAP_PASSWORD = 3;
  static final int NAS_IP_ADDRESS = 4;
  static final int SERVICE_TYPE = 6;
  static final int FILTER_ID = 11;
  static final int REPLY_MESSAGE = 18;
  static final int STATE = 24;
  static final int CLASS = 25;
  static final int VENDOR_SPECIFIC = 26;
  static final int SESSION_TIMEOUT = 27;
  static final int IDLE_TIMEOUT = 28;
  static final int TERMINATION_ACTION = 29;
  static final int CALLED_STATION_ID = 30;
  static final int CALLING_STATION_ID = 31;
  static final int NAS_IDENTIFIER = 32;
  static final int PROXY_STATE = 33;
  static final int ACCT_STATUS_TYPE = 40;
  static final int ACCT_DELAY_TIME = 41;
  static final int ACCT_INPUT_OCTETS = 42;
  static final int ACCT_OUTPUT_OCTETS = 43;
  static final int ACCT_SESSION_ID = 44;
  static final int ACCT_SESSION_TIME = 46;
  static final int ACCT_TERMINATE_CAUSE = 49;
  static final int ACCT_INPUT_GIGAWORDS = 52;
  static final int ACCT_OUTPUT_GIGAWORDS = 53;
  static final int EVENT_TIMESTAMP = 55;
  static final int CHAP_CHALLENGE = 60;
  static final int NAS_PORT_TYPE = 61;
  static final int PROMPT = 76;
  static final int MESSAGE_AUTHENTICATOR = 80;
  static final int NAS_PORT_ID = 87;
  static final int NAS_IPV6_ADDRESS = 95;

  /** NAS-Port-Type of something without a physical port. */
  static final int PORT_TYPE_VIRTUAL = 5;

  /** Microsoft's vendor number. */
  static final int MICROSOFT = 311;

  static final int MS_CHAP_ERROR = 2;
  static final int MS_CHAP_CHALLENGE = 11;
  static final int MS_CHAP2_RESPONSE = 25;
  static final int MS_CHAP2_SUCCESS = 26;
  static final int MS_QUARANTINE_STATE = 0x2D;
  static final int MS_NETWORK_ACCESS_SERVER_TYPE = 0x2F;
  static final int MS_MACHINE_NAME = 0x32;
  static final int MS_RDG_DEVICE_REDIRECTION = 0x3F;

  /** MS-Network-Access-Server-Type of an RD Gateway. */
  static final int SERVER_TYPE_TERMINAL_SERVER_GATEWAY = 1;

  private AttributeType() {}
}
