/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedAddressesTest {
  private static final ReservedAddresses GUARD = new ReservedAddresses(Set.of());

  private static InetSocketAddress target(String address) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), 3389);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.8.9.1, loopback",
    "::1, loopback",
    "0.0.0.0, unspecified",
    "::, unspecified",
    "169.254.169.254, link-local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "ff02::1, multicast",
    "255.255.255.255, broadcast",
    "240.0.0.1, 240.0.0.0/4",
    "0.1.2.3, 0.0.0.0/8",
    // Forms that wrap an IPv4 address.
    "::127.0.0.1, loopback",
    "::169.254.169.254, link-local",
    "::255.255.255.255, broadcast",
    "::2, 0.0.0.0/8",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::a9fe:a9fe, link-local",
    "64:ff9b::, unspecified",
    "64:ff9b::e000:1, multicast"
  })
  void reserves(String address, String kind) throws Exception {
    String reason = GUARD.reason(target(address), List.of());
    assertNotNull(reason);
    assertEquals(true, reason.contains(kind), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f000001", "7f080901", "a9fea9fe", "00000000", "e0000001", "ffffffff"})
  void reservesMappedAddresses(String v4) throws Exception {
    assertNotNull(GUARD.reason(mapped(v4), List.of()));
  }

  /** InetAddress unwraps the mapped form by itself, unless it is built like this. */
  private static InetSocketAddress mapped(String v4) throws Exception {
    byte[] bytes = HexFormat.of().parseHex("00000000000000000000ffff" + v4);
    InetAddress address = Inet6Address.getByAddress(null, bytes, -1);
    assertInstanceOf(Inet6Address.class, address);
    return new InetSocketAddress(address, 3389);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.2.1",
        "1.0.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "223.255.255.255",
        "100.64.0.1",
        "2001:db8::1",
        "fd00::1",
        "::a00:1",
        "64:ff9b::a00:1",
        "64:ff9b:0:1::7f00:1"
      })
  void letsOrdinaryAddressesPass(String address) throws Exception {
    assertNull(GUARD.reason(target(address), List.of(target("192.0.2.200"))));
  }

  @Test
  void letsAMappedOrdinaryAddressPass() throws Exception {
    assertNull(GUARD.reason(mapped("0a000001"), List.of()));
  }

  @Test
  void opensWhatWasNamedAndNothingElse() throws Exception {
    ReservedAddresses guard =
        new ReservedAddresses(
            Set.of(target("127.0.0.1").getAddress(), InetAddress.getByName("fe80::1")));
    assertNull(guard.reason(target("127.0.0.1"), List.of()));
    assertNull(guard.reason(target("fe80::1"), List.of()));
    assertNull(guard.reason(mapped("7f000001"), List.of()));
    assertNotNull(guard.reason(target("127.0.0.2"), List.of()));
    assertNotNull(guard.reason(target("::1"), List.of()));
    assertNotNull(guard.reason(target("fe80::2"), List.of()));
  }

  @Test
  void reservesTheGatewaysOwnListener() throws Exception {
    List<InetSocketAddress> listeners = List.of(target("192.0.2.1"));
    assertNotNull(GUARD.reason(target("192.0.2.1"), listeners));
    assertNotNull(GUARD.reason(mapped("c0000201"), listeners));
    assertNotNull(GUARD.reason(target("64:ff9b::c000:201"), listeners));
    assertNull(GUARD.reason(target("192.0.2.2"), listeners));
    InetSocketAddress otherPort = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 3390);
    assertNull(GUARD.reason(otherPort, listeners));
  }

  @Test
  void reservesEveryAddressOfThisMachineForAWildcardListener() throws Exception {
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
            .findAny();
    assumeTrue(own.isPresent(), "this machine has no address of its own");
    InetSocketAddress self = new InetSocketAddress(own.get(), 3389);
    for (String wildcard : List.of("0.0.0.0", "::")) {
      assertNotNull(GUARD.reason(self, List.of(target(wildcard))));
      assertNull(GUARD.reason(new InetSocketAddress(own.get(), 3390), List.of(target(wildcard))));
      // TEST-NET-3 belongs to nobody.
      assertNull(GUARD.reason(target("203.0.113.77"), List.of(target(wildcard))));
    }
  }
}
