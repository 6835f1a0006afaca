/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.spi.TransportKind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client was built with. */
record ClientSettings(
    String host,
    int port,
    ClientCredentials credentials,
    TransportKind transport,
    ServerTrust trust,
    String clientName,
    Duration timeout,
    @Nullable InetSocketAddress address,
    Predicate<String> consent,
    @Nullable Consumer<String> serviceMessages) {

  /** The value of Host. */
  String authority() {
    String name = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    return port == (trust.plain() ? 80 : 443) ? name : name + ':' + port;
  }
}
