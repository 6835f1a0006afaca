/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import io.rdgateway.protocol.IpNetwork;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * The block {@code hosts}.
 *
 * @param openReservedAddresses loopback and link-local addresses that any rule may open; otherwise
 *     only a rule that names the very address does
 * @param announceClientsTo networks of hosts that expect the PROXY protocol
 */
public record HostsConfig(Set<InetAddress> openReservedAddresses, List<String> announceClientsTo) {
  /** Without a block. */
  static final HostsConfig DEFAULTS = new HostsConfig(Set.of(), List.of());

  static final List<String> KEYS = List.of("open-reserved-addresses", "announce-clients-to");

  static HostsConfig read(Node node, Reading reading) {
    Block block = new Block(node, "hosts", KEYS, reading);
    Value<List<InetAddress>> reserved = block.list("open-reserved-addresses", Values::address);
    Value<List<String>> announce =
        block.list(
            "announce-clients-to",
            (item, same) -> {
              String network = Values.text(item, same);
              IpNetwork.parse(network);
              return network;
            });
    return block.made(() -> new HostsConfig(Set.copyOf(reserved.get()), announce.get()));
  }
}
