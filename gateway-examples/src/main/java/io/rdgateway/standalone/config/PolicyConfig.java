/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code policy}.
 *
 * @param file the rules and the limits of tunnels; watched
 * @param review how often live tunnels are judged anew; null for after changes only
 * @param aliases whether other names and addresses of a host that a rule writes out count as it
 */
public record PolicyConfig(Path file, @Nullable Duration review, boolean aliases) {
  static final List<String> KEYS = List.of("file", "review", "host-aliases");

  private static final Duration SHORTEST = Duration.ofSeconds(10);

  static PolicyConfig read(Node node, Reading reading) {
    Block block = new Block(node, "policy", KEYS, reading);
    Value<Path> file = block.required("file", "name the file with the rules", Values::path);
    Value<Duration> review = block.optional("review", Values::duration);
    Value<Boolean> aliases = block.flag("host-aliases", true);
    return block.made(
        () -> {
          Duration pause = review.orNull();
          if (pause != null && pause.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                "a review asks the directory about every tunnel; leave 10s or more between two");
          }
          return new PolicyConfig(file.get(), pause, aliases.get());
        });
  }
}
