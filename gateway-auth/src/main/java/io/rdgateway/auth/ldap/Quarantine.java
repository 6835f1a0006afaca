/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which servers have failed lately, by the names that the connections to them carry. Thread-safe.
 */
final class Quarantine {
  private final long nanos;
  private final LongSupplier nanoTime;
  private final Map<String, Long> since = new ConcurrentHashMap<>();

  Quarantine(Duration time, LongSupplier nanoTime) {
    this.nanos = time.toNanos();
    this.nanoTime = nanoTime;
  }

  void add(String server) {
    since.put(server, nanoTime.getAsLong());
  }

  void release(String server) {
    since.remove(server);
  }

  boolean holds(String server) {
    Long failed = since.get(server);
    return failed != null && nanoTime.getAsLong() - failed < nanos;
  }
}
