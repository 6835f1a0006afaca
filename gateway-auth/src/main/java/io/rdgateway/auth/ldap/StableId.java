/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the identity of a user comes from that never changes and is never given to another: the
 * {@link io.rdgateway.spi.UserPrincipal#id()}.
 */
public enum StableId {
  /** Security identifier of Active Directory, as in {@code S-1-5-21-…}. */
  OBJECT_SID("objectSid") {
    @Override
    String text(byte[] value) {
      return Sid.parse(value).toString();
    }

    @Override
    byte[] bytes(String text) {
      return Sid.parse(text).toBytes();
    }
  },

  /** Globally unique identifier of Active Directory, as its tools write it. */
  OBJECT_GUID("objectGUID") {
    @Override
    String text(byte[] value) {
      if (value.length != 16) {
        throw new IllegalArgumentException("an objectGUID has 16 bytes");
      }
      ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
      long high = (in.getInt() & 0xFFFFFFFFL) << 32;
      high |= (in.getShort() & 0xFFFFL) << 16;
      high |= in.getShort() & 0xFFFFL;
      return new UUID(high, in.order(ByteOrder.BIG_ENDIAN).getLong()).toString();
    }

    @Override
    byte[] bytes(String text) {
      UUID id = UUID.fromString(text);
      long high = id.getMostSignificantBits();
      return ByteBuffer.allocate(16)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) (high >>> 32))
          .putShort((short) (high >>> 16))
          .putShort((short) high)
          .order(ByteOrder.BIG_ENDIAN)
          .putLong(id.getLeastSignificantBits())
          .array();
    }
  },

  /** The identifier of RFC 4530, which OpenLDAP and most others have. */
  ENTRY_UUID("entryUUID") {
    @Override
    String text(byte[] value) {
      return UUID.fromString(utf8(value)).toString();
    }

    @Override
    byte[] bytes(String text) {
      return UUID.fromString(text).toString().getBytes(StandardCharsets.UTF_8);
    }
  };

  private final String attribute;

  StableId(String attribute) {
    this.attribute = attribute;
  }

  abstract String text(byte[] value);

  abstract byte[] bytes(String text);

  private static String utf8(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  String attribute() {
    return attribute;
  }

  /** The identity of an entry; empty if it has none that can be read. */
  Optional<String> of(Entry entry) {
    Attribute value = entry.getAttribute(attribute);
    if (value == null || value.size() != 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(value.getValueByteArray()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Finds the entry again; empty if the text is no such identity. */
  Optional<Filter> filter(String id) {
    try {
      return Optional.of(Filter.createEqualityFilter(attribute, bytes(id)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
