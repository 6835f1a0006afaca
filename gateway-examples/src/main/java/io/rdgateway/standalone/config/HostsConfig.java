/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * The block {@code hosts}.
 *
 * @param openReservedAddresses loopback and link-local addresses that any rule may open; otherwise
 *     only a rule that names the very address does
 */
public record HostsConfig(Set<InetAddress> openReservedAddresses) {
  static final List<String> KEYS = List.of("open-reserved-addresses");

  static HostsConfig read(Node node, Reading reading) {
    Block block = new Block(node, "hosts", KEYS, reading);
    Value<List<InetAddress>> reserved = block.list("open-reserved-addresses", Values::address);
    return block.made(() -> new HostsConfig(Set.copyOf(reserved.get())));
  }
}
