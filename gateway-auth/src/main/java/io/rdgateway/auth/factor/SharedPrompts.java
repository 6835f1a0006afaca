/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers of people, each asked for once. Whoever asks the same while a prompt is out waits for it
 * too; a positive answer serves one more time within a window. Thread-safe.
 *
 * @param <K> what is the same
 * @param <V> the answer
 */
final class SharedPrompts<K, V> {
  /** A forgotten answer costs its user another prompt, nothing else. */
  static final int MAX_KEPT = 10_000;

  private static final Duration MAX_WINDOW = Duration.ofMinutes(15);

  private final Duration window;
  private final Predicate<V> positive;
  private final InstantSource clock;
  private final Map<K, Prompt<V>> prompts = new HashMap<>();

  /** In the order of their ends, since all have the same window. */
  private final Map<K, Kept<V>> kept = new LinkedHashMap<>();

  private record Kept<V>(V value, Instant end) {}

  private static final class Prompt<V> {
    final List<CompletableFuture<V>> waiting = new ArrayList<>();
    @Nullable CompletableFuture<V> answer;
  }

  SharedPrompts(Duration window, Predicate<V> positive, InstantSource clock) {
    this.window = checked(window);
    this.positive = positive;
    this.clock = clock;
  }

  /** A window that is no mistake. */
  static Duration checked(Duration window) {
    if (window.isNegative() || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "the window for reconnects is zero (off) to "
              + MAX_WINDOW.toMinutes()
              + " minutes, not "
              + window);
    }
    return window;
  }

  /**
   * Asks unless that has been done.
   *
   * @param prompt asks; may block
   * @return the answer to come; when all who wait for one have cancelled, so is the prompt
   */
  CompletableFuture<V> ask(K key, Supplier<CompletableFuture<V>> prompt) {
    CompletableFuture<V> waiter = new CompletableFuture<>();
    Prompt<V> shared;
    boolean first;
    synchronized (this) {
      forgetOld();
      Kept<V> earlier = kept.remove(key);
      if (earlier != null) {
        return CompletableFuture.completedFuture(earlier.value());
      }
      Prompt<V> running = prompts.get(key);
      first = running == null;
      shared = running == null ? new Prompt<>() : running;
      if (first) {
        prompts.put(key, shared);
      }
      shared.waiting.add(waiter);
    }
    var unused =
        waiter.whenComplete(
            (value, error) -> {
              if (waiter.isCancelled()) {
                leave(key, shared, waiter);
              }
            });
    if (first) {
      begin(key, shared, prompt);
    }
    return waiter;
  }

  private void begin(K key, Prompt<V> shared, Supplier<CompletableFuture<V>> prompt) {
    CompletableFuture<V> answer;
    try {
      answer = Objects.requireNonNull(prompt.get(), "a prompt answered null");
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    boolean deserted;
    synchronized (this) {
      shared.answer = answer;
      deserted = shared.waiting.isEmpty();
    }
    if (deserted) {
      answer.cancel(true);
      return;
    }
    var unused = answer.whenComplete((value, error) -> settle(key, shared, value, error));
  }

  private void settle(K key, Prompt<V> shared, @Nullable V value, @Nullable Throwable error) {
    List<CompletableFuture<V>> waiting;
    synchronized (this) {
      prompts.remove(key, shared);
      waiting = new ArrayList<>(shared.waiting);
      if (value != null && !waiting.isEmpty() && !window.isZero() && positive.test(value)) {
        keep(key, value);
      }
    }
    for (CompletableFuture<V> waiter : waiting) {
      if (value != null) {
        waiter.complete(value);
      } else {
        waiter.completeExceptionally(
            error == null ? new NullPointerException("a prompt answered null") : error);
      }
    }
  }

  private void leave(K key, Prompt<V> shared, CompletableFuture<V> waiter) {
    CompletableFuture<V> answer = null;
    synchronized (this) {
      shared.waiting.removeIf(one -> one == waiter);
      if (shared.waiting.isEmpty()) {
        prompts.remove(key, shared);
        answer = shared.answer;
      }
    }
    if (answer != null) {
      answer.cancel(true);
    }
  }

  private void keep(K key, V value) {
    kept.remove(key);
    kept.put(key, new Kept<>(value, clock.instant().plus(window)));
    if (kept.size() > MAX_KEPT) {
      Iterator<K> oldest = kept.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void forgetOld() {
    Instant now = clock.instant();
    Iterator<Kept<V>> oldest = kept.values().iterator();
    while (oldest.hasNext() && !oldest.next().end().isAfter(now)) {
      oldest.remove();
    }
  }
}
