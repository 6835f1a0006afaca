/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code events}.
 *
 * @param log whether events go to the program's log
 * @param jsonLines the file that they are appended to; null for none
 * @param syslog servers that they are sent to; may be empty
 */
public record EventsConfig(boolean log, @Nullable Path jsonLines, List<SyslogConfig> syslog) {
  static final List<String> KEYS = List.of("log", "json-lines", "syslog");

  /** Without a block. */
  static final EventsConfig DEFAULTS = new EventsConfig(true, null, List.of());

  static EventsConfig read(Node node, Reading reading) {
    Block block = new Block(node, "events", KEYS, reading);
    Value<Boolean> log = block.flag("log", true);
    Value<Path> lines = block.optional("json-lines", Values::path);
    Value<List<SyslogConfig>> syslog = block.list("syslog", SyslogConfig::read);
    return block.made(() -> new EventsConfig(log.get(), lines.orNull(), syslog.get()));
  }
}
