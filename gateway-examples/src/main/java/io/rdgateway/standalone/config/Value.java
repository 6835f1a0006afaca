/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import org.jspecify.annotations.Nullable;

/**
 * What a key says. Asking for it where the file is wrong ends the making of what needs it, so that
 * a reader can read all keys first and hears of every mistake among them.
 */
final class Value<T> {
  private final @Nullable T content;
  private final boolean wrong;

  private Value(@Nullable T content, boolean wrong) {
    this.content = content;
    this.wrong = wrong;
  }

  static <T> Value<T> of(T content) {
    return new Value<>(content, false);
  }

  static <T> Value<T> absent() {
    return new Value<>(null, false);
  }

  static <T> Value<T> wrong() {
    return new Value<>(null, true);
  }

  @Nullable T orNull() {
    if (wrong) {
      throw new Reading.Unusable();
    }
    return content;
  }

  T or(T otherwise) {
    T here = orNull();
    return here == null ? otherwise : here;
  }

  T get() {
    T here = orNull();
    if (here == null) {
      throw new IllegalStateException("an optional key was taken for a required one");
    }
    return here;
  }
}
