/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AddressKeyTest {
  private static InetAddress key(String address) throws Exception {
    return AddressKey.of(InetAddress.getByName(address));
  }

  @Test
  void anIpv4AddressCountsAlone() throws Exception {
    assertEquals(InetAddress.getByName("192.0.2.1"), key("192.0.2.1"));
    assertNotEquals(key("192.0.2.1"), key("192.0.2.2"));
  }

  @Test
  void anIpv6NetworkOf64BitsCountsAsOne() throws Exception {
    assertEquals(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertNotEquals(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    assertEquals(InetAddress.getByName("2001:db8:1:2::"), key("2001:db8:1:2:3:4:5:6"));
  }
}
