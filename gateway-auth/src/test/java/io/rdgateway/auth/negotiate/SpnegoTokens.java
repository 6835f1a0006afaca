/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import java.util.HexFormat;

/** Tokens of real clients. */
final class SpnegoTokens {
  /**
   * FreeRDP 3's first one for HTTP/localhost with NTLM forbidden: user-to-user with a request for a
   * ticket-granting ticket, and Kerberos.
   */
  static final byte[] FREERDP_INIT =
      HexFormat.of()
          .parseHex(
              "606506062b0601050502a05b3059a0193017060a2a864886f7120102020306092a8648"
                  + "86f712010202a23c043a6038060a2a864886f7120102020304003028a003020105a103"
                  + "020110a21c301aa003020103a11330111b04485454501b096c6f63616c686f7374");

  /** FreeRDP 3's last one: its mechListMIC. */
  static final byte[] LAST =
      HexFormat.of()
          .parseHex(
              "a1273025a0030a0100a31e041c040404ffffffffff000000000000000009c0c1f93e74872d18b26af4");

  private SpnegoTokens() {}
}
