/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.NetworkIo;
import io.rdgateway.policy.strict.Node;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code runtime}.
 *
 * @param networkIo how the gateway talks to the operating system about connections
 * @param eventLoops null for as many as processors
 * @param drain how long live tunnels may go on when the program is asked to end
 */
public record RuntimeConfig(NetworkIo networkIo, @Nullable Integer eventLoops, Duration drain) {
  static final List<String> KEYS = List.of("network-io", "event-loops", "drain");

  /** Without a block. */
  static final RuntimeConfig DEFAULTS =
      new RuntimeConfig(NetworkIo.AUTO, null, Duration.ofSeconds(30));

  private static final int MAX_LOOPS = 1_024;

  static RuntimeConfig read(Node node, Reading reading) {
    Block block = new Block(node, "runtime", KEYS, reading);
    Value<NetworkIo> io =
        block.optional("network-io", Values.word("kind of sockets", NetworkIo.class));
    Value<Integer> loops = block.optional("event-loops", Values.number(1, MAX_LOOPS));
    Value<Duration> drain = block.optional("drain", Values::duration);
    return block.made(
        () ->
            new RuntimeConfig(io.or(DEFAULTS.networkIo), loops.orNull(), drain.or(DEFAULTS.drain)));
  }
}
