/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that no policy opens by accident: those that lead back into this machine or to no
 * single host. Without this guard a policy that allows everything makes every service on the
 * gateway's loopback reachable from the internet.
 */
public final class ReservedAddresses {
  private final Set<InetAddress> opened;

  /**
   * The guard of one gateway.
   *
   * @param opened addresses that the application has opened by name
   */
  public ReservedAddresses(Set<InetAddress> opened) {
    this.opened = Set.copyOf(opened);
  }

  /**
   * Says why a target is reserved. May ask the system for its network interfaces, anew each time:
   * not to be called on an event loop.
   *
   * @param target resolved
   * @param listeners where this gateway listens
   * @return one sentence, or null if it is an ordinary address
   */
  public @Nullable String reason(InetSocketAddress target, List<InetSocketAddress> listeners) {
    InetAddress address = withoutWrapping(target.getAddress());
    if (opened.contains(address)) {
      return null;
    }
    String kind = kind(address);
    if (kind != null) {
      return "the address is " + kind + ", which only a rule that names it opens";
    }
    for (InetSocketAddress listener : listeners) {
      if (listener.getPort() == target.getPort() && isLocal(address, listener)) {
        return "the target is the gateway itself";
      }
    }
    return null;
  }

  private static @Nullable String kind(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return "a loopback address";
    } else if (address.isAnyLocalAddress()) {
      return "the unspecified address";
    } else if (address.isLinkLocalAddress()) {
      return "a link-local address";
    } else if (address.isMulticastAddress()) {
      return "a multicast address";
    }
    if (address instanceof Inet4Address) {
      int first = address.getAddress()[0] & 0xFF;
      if (first == 0) {
        return "in 0.0.0.0/8";
      }
      if (first >= 240) {
        return "in 240.0.0.0/4 or the broadcast address";
      }
    }
    return null;
  }

  /**
   * IPv6 forms that only wrap an IPv4 address are judged as that: compatible, mapped, and the
   * prefix of NAT64.
   */
  private static InetAddress withoutWrapping(InetAddress address) {
    if (!(address instanceof Inet6Address v6)) {
      return address;
    }
    byte[] bytes = v6.getAddress();
    boolean nat64 =
        Arrays.equals(
            bytes,
            0,
            12,
            new byte[] {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0},
            0,
            12);
    boolean mapped =
        Arrays.equals(bytes, 0, 12, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, 12);
    boolean compatible =
        v6.isIPv4CompatibleAddress() && !v6.isLoopbackAddress() && !v6.isAnyLocalAddress();
    if (!nat64 && !mapped && !compatible) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean isLocal(InetAddress address, InetSocketAddress listener) {
    if (!listener.getAddress().isAnyLocalAddress()) {
      return listener.getAddress().equals(address);
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // cannot be told: take it for ours
    }
  }
}
