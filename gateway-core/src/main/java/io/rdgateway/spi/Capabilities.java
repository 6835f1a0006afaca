/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * HTTP_CAPABILITY_TYPE (MS-TSGU 2.2.5.3.5): what a client or a tunnel can do. Unknown bits survive.
 *
 * @param bits the flags as on the wire
 */
public record Capabilities(int bits) {
  /** Statement of health; of no use since Windows Server 2016. */
  public static final int QUARANTINE_SOH = 0x01;

  /** The client enforces the idle timeout. */
  public static final int IDLE_TIMEOUT = 0x02;

  /** The client shows a consent message and waits for the user. */
  public static final int CONSENT_MESSAGE = 0x04;

  /** The client shows service messages. */
  public static final int SERVICE_MESSAGE = 0x08;

  /** The client can reauthenticate. */
  public static final int REAUTHENTICATION = 0x10;

  /** The client can open a UDP side channel. */
  public static final int UDP_TRANSPORT = 0x20;

  private static final String[] NAMES = {
    "QUARANTINE_SOH",
    "IDLE_TIMEOUT",
    "CONSENT_MESSAGE",
    "SERVICE_MESSAGE",
    "REAUTHENTICATION",
    "UDP_TRANSPORT"
  };

  /**
   * Whether a capability is there.
   *
   * @param flag one of the constants
   * @return true if its bit is set
   */
  public boolean has(int flag) {
    return (bits & flag) != 0;
  }

  /**
   * The capabilities of both.
   *
   * @param other a mask, usually what the server supports
   * @return the intersection
   */
  public Capabilities and(int other) {
    return new Capabilities(bits & other);
  }

  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      if ((bits >>> i & 1) == 1) {
        names.add(i < NAMES.length ? NAMES[i] : "0x" + Integer.toHexString(1 << i));
      }
    }
    return names.isEmpty() ? "NONE" : String.join("|", names);
  }
}
