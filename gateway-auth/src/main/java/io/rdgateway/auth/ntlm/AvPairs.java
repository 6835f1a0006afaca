/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of AV_PAIR (MS-NLMP 2.2.2.1) in the order of the wire, each id at most once. The arrays
 * belong to the list and are not to be changed.
 */
final class AvPairs {
  /** Bit of {@link AvId#FLAGS}: the message has an integrity code. */
  static final int FLAG_MIC = 0x2;

  /** Bit of {@link AvId#FLAGS}: the client had the target's name from an untrusted source. */
  static final int FLAG_UNTRUSTED_TARGET = 0x4;

  private final Map<AvId, byte[]> pairs;

  private AvPairs(Map<AvId, byte[]> pairs) {
    this.pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
  }

  /**
   * Reads pairs up to the end mark. What follows it is not looked at, since clients leave bytes
   * there.
   *
   * @throws MalformedMessageException if the end mark is missing or not empty, an id comes twice,
   *     or a value of fixed size has another one
   */
  static AvPairs parse(byte[] bytes) throws MalformedMessageException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Map<AvId, byte[]> pairs = new LinkedHashMap<>();
    try {
      while (true) {
        var id = new AvId(in.getShort() & 0xFFFF);
        byte[] value = new byte[Math.min(in.getShort() & 0xFFFF, MessageReader.MAX_BYTES)];
        in.get(value);
        checkSize(id, value.length);
        if (id.equals(AvId.EOL)) {
          return new AvPairs(pairs);
        }
        if (pairs.put(id, value) != null) {
          throw new MalformedMessageException("a target information pair comes twice");
        }
      }
    } catch (BufferUnderflowException e) {
      throw new MalformedMessageException("the target information has no end");
    }
  }

  private static void checkSize(AvId id, int size) throws MalformedMessageException {
    int expected =
        id.equals(AvId.EOL)
            ? 0
            : id.equals(AvId.FLAGS)
                ? 4
                : id.equals(AvId.TIMESTAMP) ? 8 : id.equals(AvId.CHANNEL_BINDINGS) ? 16 : size;
    if (size != expected) {
      throw new MalformedMessageException("a target information pair has the wrong size");
    }
  }

  byte[] toBytes() {
    int size = 4 + pairs.values().stream().mapToInt(value -> 4 + value.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    pairs.forEach(
        (id, value) -> out.putShort((short) id.value()).putShort((short) value.length).put(value));
    return out.array(); // the end mark is four zero bytes
  }

  byte @Nullable [] get(AvId id) {
    return pairs.get(id);
  }

  /** A new list that begins with these pairs but for some. */
  Builder without(AvId... left) {
    var builder = new Builder();
    builder.pairs.putAll(pairs);
    builder.pairs.keySet().removeAll(List.of(left));
    return builder;
  }

  /** Whether every pair of another list stands here with the same value. */
  boolean containsAll(AvPairs other) {
    return other.pairs.entrySet().stream()
        .allMatch(pair -> Arrays.equals(pair.getValue(), pairs.get(pair.getKey())));
  }

  /** The bits of {@link AvId#FLAGS}; none without such a pair. */
  int flags() {
    byte[] value = pairs.get(AvId.FLAGS);
    return value == null ? 0 : ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  @Override
  public String toString() {
    return "AvPairs" + pairs.keySet();
  }

  /** Puts a list together. */
  static final class Builder {
    private final Map<AvId, byte[]> pairs = new LinkedHashMap<>();

    Builder add(AvId id, byte[] value) {
      if (value.length > MessageReader.MAX_BYTES
          || id.equals(AvId.EOL)
          || pairs.put(id, value.clone()) != null) {
        throw new IllegalArgumentException("cannot add this value of " + id);
      }
      return this;
    }

    Builder add(AvId id, String text) {
      return add(id, text.getBytes(StandardCharsets.UTF_16LE));
    }

    AvPairs build() {
      return new AvPairs(pairs);
    }
  }
}
