/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes. Its text form shows the length alone, since cookies and tokens
 * travel in it.
 */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies the array. */
  public static Bytes copyOf(byte[] value) {
    return new Bytes(value.clone());
  }

  /** Takes the array over; the caller must not touch it again. */
  static Bytes wrap(byte[] value) {
    return new Bytes(value);
  }

  /** The number of bytes. */
  public int length() {
    return value.length;
  }

  /** A copy. */
  public byte[] toArray() {
    return value.clone();
  }

  /** The array itself, for the writer. */
  byte[] unwrap() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return value.length + " bytes";
  }
}
