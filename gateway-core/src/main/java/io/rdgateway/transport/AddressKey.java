/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one client address: an IPv4 address, or an IPv6 network of 64 bits, since every
 * user has a whole one.
 */
final class AddressKey {
  private static final int NETWORK_BYTES = 8;

  private AddressKey() {}

  static InetAddress of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }
}
