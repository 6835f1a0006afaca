/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server.
 *
 * @param transport the way to it
 * @param server where it is
 * @param trust its authorities as PEM, for TLS; null for those of the JVM
 * @param elementId the name of the structured data; null for the usual one
 */
public record SyslogConfig(
    Transport transport, HostAndPort server, @Nullable Path trust, @Nullable String elementId) {
  static final List<String> KEYS = List.of("transport", "server", "trust", "element-id");

  /** The way to a syslog server. */
  public enum Transport {
    /** Datagrams. */
    UDP(514),

    /** A connection in clear text. */
    TCP(601),

    /** A connection over TLS. */
    TLS(6514);

    private final int usualPort;

    Transport(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  static SyslogConfig read(Node node, Reading reading) {
    Block block = new Block(node, "a syslog server", KEYS, reading);
    Value<Transport> transport =
        block.required(
            "transport", "write udp, tcp or tls", Values.word("transport", Transport.class));
    Value<HostAndPort> server =
        block.required(
            "server",
            "name the server",
            (item, same) -> Values.hostAndPort(transport.get().usualPort).read(item, same));
    Value<Path> trust = block.optional("trust", Values::path);
    Value<String> element = block.optional("element-id", Values::text);
    return block.made(
        () -> {
          if (trust.orNull() != null && transport.get() != Transport.TLS) {
            throw new IllegalArgumentException(
                "only \"transport: tls\" has somebody to trust; remove \"trust\"");
          }
          return new SyslogConfig(transport.get(), server.get(), trust.orNull(), element.orNull());
        });
  }
}
