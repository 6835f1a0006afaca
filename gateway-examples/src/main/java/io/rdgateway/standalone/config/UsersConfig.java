/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.List;

/**
 * The block {@code users}: a file of users with hashes of their passwords.
 *
 * @param file see {@code hash-password}
 * @param domains what users may type in front of their names; none if they type no domain
 */
public record UsersConfig(Path file, List<String> domains) {
  static final List<String> KEYS = List.of("file", "domains");

  static UsersConfig read(Node node, Reading reading) {
    Block block = new Block(node, "users", KEYS, reading);
    Value<Path> file = block.required("file", "name the file with the users", Values::path);
    Value<List<String>> domains = block.list("domains", Values::text);
    return block.made(() -> new UsersConfig(file.get(), domains.get()));
  }
}
