/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Writes a PAC as a domain controller does, by the layout of MS-PAC 2.5. */
final class TestPac {
  static final int[] DOMAIN = {21, 0x1000_0001, 0x9000_0002, 3};

  private static final int ENABLED = 7;

  int userFlags = 0x20 | 0x200;
  @Nullable String name = "alice";
  int[][] groups = {{513, ENABLED}, {1105, ENABLED}, {1106, 0x10}};
  int[][] extraSids = {{18, 1}};
  int @Nullable [] resourceDomain = {21, 5, 6, 7};
  int[][] resourceGroups = {{2001, ENABLED | 0x2000_0000}};
  int announcedGroups = -1;

  byte[] logonInfo() {
    ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x0008_1001).putInt(0xCCCC_CCCC).putLong(0).putInt(0x2_0000);
    for (int i = 0; i < 6; i++) {
      out.putLong(-1);
    }
    text(out, name);
    for (int i = 0; i < 5; i++) {
      text(out, "");
    }
    out.putShort((short) 3).putShort((short) 0);
    out.putInt(1104).putInt(513);
    out.putInt(announcedGroups < 0 ? groups.length : announcedGroups).putInt(0x2_0004);
    out.putInt(userFlags).put(new byte[16]);
    text(out, "DC1");
    text(out, "CORP");
    out.putInt(0x2_0008).putLong(0).putInt(0x210).putInt(0).putLong(0).putLong(0).putLong(0);
    out.putInt(extraSids.length).putInt(extraSids.length == 0 ? 0 : 0x2_000C);
    out.putInt(resourceDomain == null ? 0 : 0x2_0010);
    out.putInt(resourceGroups.length).putInt(resourceDomain == null ? 0 : 0x2_0014);

    content(out, name);
    for (int i = 0; i < 5; i++) {
      content(out, "");
    }
    members(out, groups);
    content(out, "DC1");
    content(out, "CORP");
    sid(out, 5, DOMAIN);
    if (extraSids.length > 0) {
      align(out);
      out.putInt(extraSids.length);
      for (int i = 0; i < extraSids.length; i++) {
        out.putInt(0x2_0100 + 4 * i).putInt(ENABLED);
      }
      for (int[] sid : extraSids) {
        sid(out, sid[0], sid[1]);
      }
    }
    if (resourceDomain != null) {
      sid(out, 5, resourceDomain);
      members(out, resourceGroups);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void text(ByteBuffer out, @Nullable String text) {
    int bytes = text == null ? 0 : 2 * text.length();
    out.putShort((short) bytes).putShort((short) bytes).putInt(text == null ? 0 : 0x2_0200);
  }

  private static void content(ByteBuffer out, @Nullable String text) {
    if (text != null) {
      align(out);
      out.putInt(text.length()).putInt(0).putInt(text.length());
      out.put(text.getBytes(StandardCharsets.UTF_16LE));
    }
  }

  private static void members(ByteBuffer out, int[][] members) {
    align(out);
    out.putInt(members.length);
    for (int[] member : members) {
      out.putInt(member[0]).putInt(member[1]);
    }
  }

  private static void sid(ByteBuffer out, int authority, int... numbers) {
    align(out);
    out.putInt(numbers.length).put((byte) 1).put((byte) numbers.length);
    out.put(new byte[5]).put((byte) authority);
    for (int number : numbers) {
      out.putInt(number);
    }
  }

  private static void align(ByteBuffer out) {
    out.position((out.position() + 3) / 4 * 4);
  }

  /** The whole certificate, signed with the key of a service. */
  byte[] signed(EncryptionType type, byte[] key) throws GeneralSecurityException {
    byte[] info = logonInfo();
    int signature =
        type == EncryptionType.AES256_SHA384 ? 24 : type == EncryptionType.AES128_SHA256 ? 16 : 12;
    int serverAt = 8 + 3 * 16 + (info.length + 7) / 8 * 8;
    int kdcAt = serverAt + (4 + signature + 7) / 8 * 8;
    ByteBuffer out = ByteBuffer.allocate(kdcAt + 4 + 16).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(3).putInt(0);
    out.putInt(1).putInt(info.length).putLong(8 + 3 * 16);
    out.putInt(6).putInt(4 + signature).putLong(serverAt);
    out.putInt(7).putInt(4 + 16).putLong(kdcAt);
    out.put(info);
    out.putInt(serverAt, type.checksumType()).putInt(kdcAt, -138);
    byte[] blank = out.array().clone();
    byte[] checksum = type.checksum(key, 17, blank);
    out.put(serverAt + 4, checksum);
    out.put(kdcAt + 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    return out.array();
  }
}
