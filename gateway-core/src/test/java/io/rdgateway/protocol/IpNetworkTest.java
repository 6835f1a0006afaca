/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, 192.0.2.6",
    "192.0.2.0/24, 192.0.2.255, 192.0.3.0",
    "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
    "192.0.2.4/31, 192.0.2.5, 192.0.2.6",
    "128.0.0.0/1, 255.0.0.1, 127.255.255.255",
    "10.0.0.0/8, ::ffff:10.1.2.3, ::10.1.2.3",
    "::1, ::1, ::2",
    "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
    "fe80::/10, febf::1, fec0::1",
    "fd00::/8, fd12::1, 253.0.0.1"
  })
  void holdsItsAddresses(String network, String inside, String outside) throws Exception {
    IpNetwork parsed = IpNetwork.parse(network);
    assertEquals(true, parsed.contains(InetAddress.getByName(inside)));
    assertEquals(false, parsed.contains(InetAddress.getByName(outside)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/24",
        "localhost",
        "10.1",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.1/24",
        "::1/64",
        "2001:db8::/129",
        "2001:db8::/32/1",
        "[::1]",
        "fe80::1%1",
        "10.0.0.0/00008",
        "::ffff:10.0.0.0/104"
      })
  void refuses(String network) {
    assertThrows(IllegalArgumentException.class, () -> IpNetwork.parse(network));
  }

  @Test
  void zeroIsEverything() {
    assertEquals(true, IpNetwork.parse("0.0.0.0/0").isEverything());
    assertEquals(true, IpNetwork.parse("::/0").isEverything());
    assertEquals(false, IpNetwork.parse("0.0.0.0/1").isEverything());
    assertEquals("192.0.2.0/24", IpNetwork.parse("192.0.2.0/24").toString());
  }
}
