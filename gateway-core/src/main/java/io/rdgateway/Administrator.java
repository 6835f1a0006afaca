/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who acts on a running gateway, for events.
 *
 * @param name as the application knows the administrator; not empty
 * @param address where the wish came from; null if it did not come over a network
 */
public record Administrator(String name, @Nullable InetSocketAddress address) {

  /** Checks the name. */
  public Administrator {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an administrator has a name");
    }
  }

  /**
   * Somebody within this process.
   *
   * @param name as the application knows the administrator
   * @return without an address
   */
  public static Administrator named(String name) {
    return new Administrator(name, null);
  }

  /** The name, escaped, and the address. */
  @Override
  public String toString() {
    return Escaped.text(name) + (address == null ? "" : " from " + address);
  }
}
