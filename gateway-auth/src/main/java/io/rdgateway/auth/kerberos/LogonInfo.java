/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The identifiers in KERB_VALIDATION_INFO (MS-PAC 2.5), which is written in NDR (C706, chapter 14):
 * a fixed part with references, and behind it what they refer to, in the same order.
 *
 * @param user SID of the user
 * @param groups SIDs of the groups, without those that only serve to deny
 */
record LogonInfo(String user, Set<String> groups) {
  private static final int ENABLED = 0x4;
  private static final int HAS_EXTRA_SIDS = 0x20;
  private static final int HAS_RESOURCE_GROUPS = 0x200;
  private static final int MAX_GROUPS = 8192;
  private static final int MAX_SUB_AUTHORITIES = 15;

  /** A group of the domain, or a SID that is still to come: its attributes, and its number. */
  private record Member(long number, int attributes) {
    boolean isEnabled() {
      return (attributes & ENABLED) != 0;
    }
  }

  /**
   * Reads the buffer.
   *
   * @param in little-endian; from the first byte of the buffer on
   * @throws IllegalArgumentException if it is malformed
   * @throws java.nio.BufferUnderflowException if it is cut short
   */
  static LogonInfo parse(ByteBuffer in) {
    skip(in, 8 + 8 + 4); // headers of the encoding, and the reference to the whole
    skip(in, 6 * 8); // times
    boolean[] texts = new boolean[6];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = isTextThere(in);
    }
    skip(in, 2 + 2); // counts of logons
    long userId = number(in);
    long primaryGroup = number(in);
    int groupCount = count(in);
    boolean groupsThere = in.getInt() != 0;
    int flags = in.getInt();
    skip(in, 16); // a key
    boolean serverThere = isTextThere(in);
    boolean domainThere = isTextThere(in);
    boolean domainIdThere = in.getInt() != 0;
    skip(in, 8 + 4 + 4 + 8 + 8 + 4 + 4);
    int extraCount = count(in);
    boolean extrasThere = in.getInt() != 0;
    boolean resourceDomainThere = in.getInt() != 0;
    int resourceCount = count(in);
    boolean resourcesThere = in.getInt() != 0;

    for (boolean there : texts) {
      skipText(in, there);
    }
    List<Member> groups = members(in, groupsThere, groupCount);
    skipText(in, serverThere);
    skipText(in, domainThere);
    if (!domainIdThere) {
      throw new IllegalArgumentException("no domain");
    }
    String domain = sid(in);
    Set<String> sids = new HashSet<>();
    sids.add(domain + "-" + primaryGroup);
    addEnabled(sids, domain, groups);
    List<Member> extras = members(in, extrasThere, extraCount);
    for (Member extra : extras) {
      String sid = extra.number() == 0 ? null : sid(in);
      if (sid != null && extra.isEnabled() && (flags & HAS_EXTRA_SIDS) != 0) {
        sids.add(sid);
      }
    }
    if (resourceDomainThere) {
      String resourceDomain = sid(in);
      List<Member> resources = members(in, resourcesThere, resourceCount);
      if ((flags & HAS_RESOURCE_GROUPS) != 0) {
        addEnabled(sids, resourceDomain, resources);
      }
    }
    return new LogonInfo(domain + "-" + userId, Set.copyOf(sids));
  }

  private static void addEnabled(Set<String> sids, String domain, List<Member> members) {
    members.stream()
        .filter(Member::isEnabled)
        .forEach(member -> sids.add(domain + "-" + member.number()));
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }

  private static long number(ByteBuffer in) {
    return in.getInt() & 0xFFFF_FFFFL;
  }

  private static int count(ByteBuffer in) {
    long count = number(in);
    if (count > MAX_GROUPS) {
      throw new IllegalArgumentException("too many groups");
    }
    return (int) count;
  }

  /** RPC_UNICODE_STRING: two lengths and a reference. */
  private static boolean isTextThere(ByteBuffer in) {
    skip(in, 2 + 2);
    return in.getInt() != 0;
  }

  private static void skipText(ByteBuffer in, boolean there) {
    if (there) {
      align(in);
      skip(in, 4); // room
      long offset = number(in);
      long units = number(in);
      if (offset != 0 || units > in.remaining() / 2) {
        throw new IllegalArgumentException("a text is cut short");
      }
      skip(in, 2 * (int) units);
    }
  }

  private static List<Member> members(ByteBuffer in, boolean there, int count) {
    List<Member> members = new ArrayList<>();
    if (there) {
      align(in);
      if (number(in) != count) {
        throw new IllegalArgumentException("the number of groups is not that which was announced");
      }
      for (int i = 0; i < count; i++) {
        members.add(new Member(number(in), in.getInt()));
      }
    }
    return members;
  }

  private static String sid(ByteBuffer in) {
    align(in);
    long announced = number(in);
    int revision = in.get();
    int count = in.get();
    if (revision != 1 || count != announced || count < 0 || count > MAX_SUB_AUTHORITIES) {
      throw new IllegalArgumentException("no SID");
    }
    long authority = 0;
    for (int i = 0; i < 6; i++) {
      authority = (authority << 8) | (in.get() & 0xFF);
    }
    var text = new StringBuilder("S-1-").append(authority);
    for (int i = 0; i < count; i++) {
      text.append('-').append(number(in));
    }
    return text.toString();
  }

  private static void align(ByteBuffer in) {
    skip(in, -in.position() & 3);
  }
}
