/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of authorities that may be used again for a while, the most recent ones. Thread-safe. */
final class RecentAnswers<T> {
  private final int maxCount;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>(16, 0.75f, true);

  RecentAnswers(int maxCount) {
    this.maxCount = maxCount;
  }

  private record Entry<T>(T answer, Instant end) {}

  synchronized @Nullable T find(String key, Instant now) {
    Entry<T> entry = entries.get(key);
    return entry == null || !now.isBefore(entry.end) ? null : entry.answer;
  }

  synchronized void put(String key, T answer, Instant end) {
    entries.put(key, new Entry<>(answer, end));
    Iterator<Entry<T>> oldest = entries.values().iterator();
    while (entries.size() > maxCount) {
      oldest.next();
      oldest.remove();
    }
  }
}
