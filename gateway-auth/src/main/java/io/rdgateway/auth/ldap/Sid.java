/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A security identifier (MS-DTYP 2.4.2).
 *
 * @param authority 48 bits
 * @param parts sub-authorities, 32 bits each, the last of which is the relative one
 */
record Sid(long authority, List<Long> parts) {
  private static final int REVISION = 1;
  private static final int MAX_PARTS = 15;
  private static final int HEAD = 8;
  private static final long MAX_AUTHORITY = 0xFFFFFFFFFFFFL;
  private static final long MAX_PART = 0xFFFFFFFFL;

  Sid {
    parts = List.copyOf(parts);
    if (parts.isEmpty()
        || parts.size() > MAX_PARTS
        || authority < 0
        || authority > MAX_AUTHORITY
        || parts.stream().anyMatch(part -> part < 0 || part > MAX_PART)) {
      throw new IllegalArgumentException("not a security identifier");
    }
  }

  static Sid parse(byte[] bytes) {
    if (bytes.length < HEAD
        || bytes[0] != REVISION
        || bytes.length != HEAD + Integer.BYTES * (bytes[1] & 0xFF)) {
      throw new IllegalArgumentException("not a security identifier");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long authority = in.getLong() & MAX_AUTHORITY;
    in.order(ByteOrder.LITTLE_ENDIAN);
    List<Long> parts = new ArrayList<>();
    while (in.hasRemaining()) {
      parts.add(in.getInt() & MAX_PART);
    }
    return new Sid(authority, parts);
  }

  static Sid parse(String text) {
    if (!text.matches("S-1-[0-9]{1,15}(-[0-9]{1,10}){1,15}")) {
      throw new IllegalArgumentException("not a security identifier as in S-1-5-21-1-2-3-500");
    }
    String[] fields = text.split("-", -1);
    List<Long> parts = new ArrayList<>();
    for (int i = 3; i < fields.length; i++) {
      parts.add(Long.parseLong(fields[i]));
    }
    return new Sid(Long.parseLong(fields[2]), parts);
  }

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(HEAD + Integer.BYTES * parts.size());
    out.putLong(authority | ((long) REVISION << 56) | ((long) parts.size() << 48));
    out.order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> out.putInt(part.intValue()));
    return out.array();
  }

  /** Another account of the same domain. */
  Sid sibling(long relative) {
    List<Long> others = new ArrayList<>(parts.subList(0, parts.size() - 1));
    others.add(relative);
    return new Sid(authority, others);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("S-1-").append(authority);
    parts.forEach(part -> out.append('-').append(part));
    return out.toString();
  }
}
