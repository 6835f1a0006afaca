/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.Limits;
import io.rdgateway.Tunnel;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TunnelRegistryTest {
  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress TWO = address("192.0.2.2");
  private static final Limits LIMITS =
      new Limits.Builder()
          .maxTunnels(3)
          .maxTunnelsPerUser(2)
          .maxTunnelsPerAddress(2)
          .maxChannelsPerResource(1)
          .build();

  private final TunnelRegistry registry = new TunnelRegistry();

  private static InetAddress address(String text) {
    return new InetSocketAddress(text, 0).getAddress();
  }

  private void admitted(String user, InetAddress address) {
    assertNull(registry.admit(user, address, LIMITS));
  }

  private void refused(@Nullable DenyReason reason, String word) {
    assertNotNull(reason);
    assertEquals(DenyCode.TOO_MANY_CONNECTIONS, reason.code());
    assertTrue(reason.explanation().contains(word), reason::explanation);
  }

  private void refused(String user, InetAddress address, String word) {
    int before = registry.count();
    refused(registry.admit(user, address, LIMITS), word);
    assertEquals(before, registry.count());
  }

  @Test
  void boundsTunnelsOfAUser() {
    admitted("alice", ONE);
    admitted("alice", TWO);
    refused("alice", TWO, "maxTunnelsPerUser is 2");
    admitted("bob", TWO);
  }

  @Test
  void boundsTunnelsOfAnAddressAndTakesTheUserBack() {
    admitted("alice", ONE);
    admitted("bob", ONE);
    refused("carol", ONE, "maxTunnelsPerAddress is 2");
    refused("carol", ONE, "maxTunnelsPerAddress is 2");
    registry.leave("alice", ONE);
    admitted("carol", TWO);
    admitted("carol", ONE);
  }

  @Test
  void boundsAll() {
    admitted("alice", ONE);
    admitted("bob", ONE);
    admitted("carol", TWO);
    refused("dave", TWO, "maxTunnels is 3");
    registry.leave("bob", ONE);
    admitted("dave", TWO);
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    admitted("alice", address("2001:db8::1"));
    admitted("bob", address("2001:db8::2"));
    refused("carol", address("2001:db8::3"), "maxTunnelsPerAddress");
    registry.leave("alice", address("2001:db8::1"));
    admitted("carol", address("2001:db8::3"));
  }

  @Test
  void zeroRefusesNewTunnels() {
    Limits none = LIMITS.toBuilder().maxTunnels(0).build();
    refused(registry.admit("alice", ONE, none), "maxTunnels is 0");
    assertEquals(0, registry.count());
  }

  @Test
  void drainingRefusesNewTunnelsUntilItEnds() {
    admitted("alice", ONE);
    registry.draining(true);
    refused("bob", TWO, "draining");
    registry.leave("alice", ONE);
    assertEquals(0, registry.count());
    registry.draining(false);
    admitted("bob", TWO);
  }

  @Test
  void boundsChannelsToAHostAndPort() {
    InetSocketAddress rdp = new InetSocketAddress(ONE, 3389);
    assertNull(registry.admitChannel(rdp, LIMITS));
    refused(registry.admitChannel(rdp, LIMITS), "maxChannelsPerResource is 1");
    assertNull(registry.admitChannel(new InetSocketAddress(ONE, 3390), LIMITS));
    assertNull(registry.admitChannel(new InetSocketAddress(TWO, 3389), LIMITS));
    registry.leaveChannel(rdp);
    assertNull(registry.admitChannel(rdp, LIMITS));
  }

  @Test
  void listsTheOpenTunnels() {
    LiveTunnel first = tunnel("t1");
    LiveTunnel second = tunnel("t2");
    registry.add(first);
    registry.add(second);
    List<Tunnel> snapshot = registry.tunnels();
    registry.remove(first);
    assertEquals(2, snapshot.size());
    assertEquals(1, registry.tunnels().size());
    assertEquals("t2", registry.tunnels().get(0).id());
  }

  /** A tunnel of a gateway that has closed. */
  private static LiveTunnel tunnel(String id) {
    ConnectionInfo connection =
        new ConnectionInfo(
            "c1",
            TransportKind.WEBSOCKET,
            new InetSocketAddress(ONE, 50_000),
            new InetSocketAddress(TWO, 443),
            null,
            List.of(),
            null,
            null,
            null,
            null);
    return new LiveTunnel(id, connection, step -> false);
  }

  @Test
  void twoThreadsEndAtZero() throws Exception {
    AtomicInteger entered = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    InetSocketAddress host = new InetSocketAddress(ONE, 3389);
    Limits limits =
        LIMITS.toBuilder().maxTunnels(2).maxTunnelsPerUser(1).maxTunnelsPerAddress(1).build();
    InParallel.run(
        () -> {
          for (int i = 0; i < 20_000; i++) {
            String user = i % 3 == 0 ? "alice" : "bob";
            InetAddress address = i % 2 == 0 ? ONE : TWO;
            if (registry.admit(user, address, limits) == null) {
              entered.incrementAndGet();
              if (registry.admitChannel(host, limits) == null) {
                registry.leaveChannel(host);
              }
              registry.leave(user, address);
            } else {
              refused.incrementAndGet();
            }
          }
        });
    assertEquals(40_000, entered.get() + refused.get());
    assertEquals(0, registry.count());
    // Every count is back at zero, so that each bound has all of its room.
    assertNull(registry.admit("alice", ONE, limits));
    assertNull(registry.admit("bob", TWO, limits));
    assertNull(registry.admitChannel(host, limits));
  }
}
