/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.kdcproxy.KdcAddress;
import io.rdgateway.auth.kdcproxy.KdcRealm;
import io.rdgateway.policy.strict.Node;
import java.util.List;

/**
 * The block {@code kdc-proxy}: a list of realms whose KDCs clients reach through the gateway.
 *
 * @param realms at least one
 */
public record KdcProxyConfig(List<KdcRealm> realms) {
  static final List<String> KEYS = List.of("realms");
  static final List<String> REALM = List.of("name", "kdcs", "password-servers");

  static KdcProxyConfig read(Node node, Reading reading) {
    Block block = new Block(node, "kdc-proxy", KEYS, reading);
    Value<List<KdcRealm>> realms = block.requiredList("realms", "list them", KdcProxyConfig::realm);
    return block.made(() -> new KdcProxyConfig(realms.get()));
  }

  private static KdcRealm realm(Node node, Reading reading) {
    Block block = new Block(node, "a realm", REALM, reading);
    Value<String> name = block.required("name", "write the realm, in capitals", Values::text);
    Value<List<KdcAddress>> kdcs = servers(block, "kdcs", KdcAddress.KDC_PORT);
    Value<List<KdcAddress>> words = servers(block, "password-servers", KdcAddress.PASSWORD_PORT);
    return block.made(() -> new KdcRealm(name.get(), kdcs.get(), words.get()));
  }

  private static Value<List<KdcAddress>> servers(Block block, String key, int usualPort) {
    return block.list(
        key,
        (item, reading) -> {
          HostAndPort parsed = Values.hostAndPort(usualPort).read(item, reading);
          return new KdcAddress(parsed.host(), parsed.port());
        });
  }
}
