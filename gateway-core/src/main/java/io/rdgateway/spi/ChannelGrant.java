/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Map;

/**
 * What a resource policy allows.
 *
 * @param opensReservedAddress true only from a rule that names this very address, never from a
 *     pattern, a range or "any": core otherwise refuses loopback, link-local, multicast and
 *     unspecified addresses and its own listeners
 * @param attributes for events and for the embedder
 */
public record ChannelGrant(boolean opensReservedAddress, Map<String, String> attributes) {

  /** Copies the map. */
  public ChannelGrant {
    attributes = Map.copyOf(attributes);
  }

  /**
   * A plain grant.
   *
   * @return a grant that opens no reserved address
   */
  public static ChannelGrant plain() {
    return new ChannelGrant(false, Map.of());
  }
}
