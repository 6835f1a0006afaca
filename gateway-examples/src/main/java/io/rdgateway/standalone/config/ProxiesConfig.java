/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.TrustedProxies;
import io.rdgateway.policy.strict.Node;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The block {@code proxies}: what stands in front of the gateway and says who the client is.
 *
 * @param trusted the proxies, the only ones whose connections are then taken
 * @param listen at which addresses; empty for all
 */
public record ProxiesConfig(TrustedProxies trusted, List<InetSocketAddress> listen) {
  static final List<String> KEYS = List.of("statement", "networks", "listen");

  static ProxiesConfig read(Node node, Reading reading) {
    Block block = new Block(node, "proxies", KEYS, reading);
    Value<TrustedProxies.Statement> statement =
        block.required(
            "statement",
            "write proxy-protocol, x-forwarded-for or forwarded",
            Values.word("statement", TrustedProxies.Statement.class));
    Value<List<String>> networks =
        block.requiredList("networks", "list the addresses of the proxies", Values::text);
    Value<List<InetSocketAddress>> listen = block.list("listen", Values::socket);
    return block.made(
        () -> new ProxiesConfig(TrustedProxies.of(statement.get(), networks.get()), listen.get()));
  }
}
