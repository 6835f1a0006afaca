/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StableIdTest {
  /** S-1-5-32-544, the group of administrators of every machine (MS-DTYP 2.4.2.4). */
  private static final byte[] ADMINISTRATORS =
      HexFormat.of().parseHex("01020000000000052000000020020000");

  @Test
  void sids() {
    assertEquals("S-1-5-32-544", Sid.parse(ADMINISTRATORS).toString());
    assertArrayEquals(ADMINISTRATORS, Sid.parse("S-1-5-32-544").toBytes());
    assertEquals("S-1-5-32-513", Sid.parse("S-1-5-32-544").sibling(513).toString());
    Sid largest = Sid.parse("S-1-281474976710655-4294967295");
    assertEquals(largest, Sid.parse(largest.toBytes()));
    for (String wrong :
        List.of("", "S-1-5", "S-2-5-32", "S-1-5-4294967296", "s-1-5-32", "S-1-5-32-", "S-1-x-1")) {
      assertThrows(IllegalArgumentException.class, () -> Sid.parse(wrong), wrong);
    }
    for (String wrong :
        List.of(
            "",
            "01",
            "0102000000000005200000",
            "0202000000000005" + "00".repeat(8),
            "0100000000000005")) {
      byte[] bytes = HexFormat.of().parseHex(wrong);
      assertThrows(IllegalArgumentException.class, () -> Sid.parse(bytes), wrong);
    }
  }

  /** The example of RFC 4122's text form, in the order of bytes of MS-DTYP 2.3.4.2. */
  @Test
  void guids() {
    byte[] bytes = HexFormat.of().parseHex("33221100554477668899aabbccddeeff");
    String text = "00112233-4455-6677-8899-aabbccddeeff";
    assertEquals(text, StableId.OBJECT_GUID.text(bytes));
    assertArrayEquals(bytes, StableId.OBJECT_GUID.bytes(text));
  }

  @Test
  void entriesWithoutOneOrWithTwo() {
    Entry entry = new Entry("cn=x");
    assertEquals(Optional.empty(), StableId.ENTRY_UUID.of(entry));
    entry.addAttribute("entryUUID", "00112233-4455-6677-8899-AABBCCDDEEFF");
    assertEquals(
        Optional.of("00112233-4455-6677-8899-aabbccddeeff"), StableId.ENTRY_UUID.of(entry));
    entry.addAttribute("entryUUID", "00112233-4455-6677-8899-aabbccddee00");
    assertEquals(Optional.empty(), StableId.ENTRY_UUID.of(entry));
    entry.addAttribute("objectGUID", "short");
    assertEquals(Optional.empty(), StableId.OBJECT_GUID.of(entry));
    assertTrue(StableId.OBJECT_SID.filter("alice").isEmpty());
    assertTrue(StableId.ENTRY_UUID.filter("*").isEmpty());
  }
}
