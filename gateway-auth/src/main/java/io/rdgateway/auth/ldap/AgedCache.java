/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers what the directory said, a bounded number of things for a bounded time; what was not
 * asked for longest goes first. Thread-safe; two threads may load the same thing.
 */
final class AgedCache<V> {
  private final int size;
  private final long nanos;
  private final LongSupplier nanoTime;
  private final Map<String, Aged<V>> values = new LinkedHashMap<>(16, 0.75f, true);

  private record Aged<V>(V value, long since) {}

  /** Asks the directory. */
  interface Loader<V> {
    V load() throws LDAPException, GroupLimitException;
  }

  AgedCache(int size, Duration age, LongSupplier nanoTime) {
    this.size = size;
    this.nanos = age.toNanos();
    this.nanoTime = nanoTime;
  }

  V get(String key, Loader<V> loader) throws LDAPException, GroupLimitException {
    Optional<V> known = find(key);
    if (known.isPresent()) {
      return known.get();
    }
    long asked = now(); // the answer is as old as the question
    V loaded = loader.load();
    put(key, loaded, asked);
    return loaded;
  }

  Optional<V> find(String key) {
    synchronized (values) {
      return Optional.ofNullable(values.get(key))
          .filter(known -> now() - known.since() < nanos)
          .map(Aged::value);
    }
  }

  void put(String key, V value, long asked) {
    synchronized (values) {
      values.put(key, new Aged<>(value, asked));
      while (values.size() > size) {
        values.remove(values.keySet().iterator().next());
      }
    }
  }

  long now() {
    return nanoTime.getAsLong();
  }

  int size() {
    synchronized (values) {
      return values.size();
    }
  }
}
