/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.der;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {

  @ParameterizedTest
  @CsvSource({
    "0, 020100",
    "127, 02017f",
    "128, 02020080",
    "-1, 0201ff",
    "-128, 020180",
    "-129, 0202ff7f",
    "4294967295, 020500ffffffff",
    "9223372036854775807, 02087fffffffffffffff"
  })
  void numbers(long value, String hex) throws DerException {
    assertEquals(hex, HexFormat.of().formatHex(Der.integer(value)));
    var in = new DerReader(bytes(hex));
    assertEquals(value, in.integer());
    in.end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0200", "02020001", "0202ff80", "0209000000000000000000", "0a0100", "02"})
  void numbersInOtherForms(String hex) {
    refused(() -> new DerReader(bytes(hex)).integer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000})
  void lengths(int length) throws DerException {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 7);
    byte[] element = Der.element(Der.OCTET_STRING, content);
    assertArrayEquals(content, new DerReader(element).octets());
    refused(() -> new DerReader(Arrays.copyOf(element, element.length - 1)).octets());
    var longer = new DerReader(Arrays.copyOf(element, element.length + 1));
    longer.octets();
    refused(longer::end);
  }

  /** Indefinite, not the shortest, beyond the end, beyond what an int can hold, cut short. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "04",
        "0480",
        "0480ffff0000",
        "048105aaaaaaaaaa",
        "04820005aaaaaaaaaa",
        "0482",
        "048201",
        "0484ffffffff",
        "048480000000",
        "04837fffff",
        "0485000000000101",
        "04ff",
        "0401"
      })
  void lengthsInOtherForms(String hex) {
    refused(() -> new DerReader(bytes(hex)).octets());
  }

  @Test
  void fields() throws DerException {
    byte[] sequence = Der.sequence(Der.field(0, Der.integer(5)), Der.field(2, Der.text("é")));
    assertEquals("300ba003020105a2041b02c3a9", HexFormat.of().formatHex(sequence));
    DerReader in = new DerReader(sequence).enter(Der.SEQUENCE);
    assertEquals(5, in.field(0).integer());
    assertNull(in.optionalField(1));
    refused(() -> in.field(1));
    assertEquals("é", in.field(2).text());
    assertTrue(in.isEmpty());
    refused(() -> in.field(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1b01ff", "1b0100", "1b020a61", "0c0161"})
  void textsInOtherForms(String hex) {
    refused(() -> new DerReader(bytes(hex)).text());
  }

  @Test
  void times() throws DerException {
    Instant time = Instant.parse("2026-11-22T08:52:38Z");
    byte[] element = Der.time(time.plusMillis(999));
    assertEquals("180f32303236313132323038353233385a", HexFormat.of().formatHex(element));
    assertEquals(time, new DerReader(element).time());
    for (String wrong :
        new String[] {
          "20261122085238", "20261122085238.0Z", "20261322085238Z", "2026112208523 Z"
        }) {
      byte[] other = Der.element(Der.GENERALIZED_TIME, wrong.getBytes(StandardCharsets.US_ASCII));
      refused(() -> new DerReader(other).time());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "03050020000000, 536870912",
    "0302000a, 167772160",
    "030100, 0",
    "0306004000000001, 1073741824"
  })
  void flags(String hex, int expected) throws DerException {
    assertEquals(expected, new DerReader(bytes(hex)).flags());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0300", "030101", "03020800", "0302ff00"})
  void flagsInOtherForms(String hex) {
    refused(() -> new DerReader(bytes(hex)).flags());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600", "060180", "06022a86"})
  void identifiersCutShort(String hex) {
    refused(() -> new DerReader(bytes(hex)).oid());
  }

  @Test
  void identifiersAreShort() throws DerException {
    byte[] longest = Der.element(Der.OID, new byte[64]);
    assertArrayEquals(new byte[64], new DerReader(longest).oid());
    byte[] longer = Der.element(Der.OID, new byte[65]);
    refused(() -> new DerReader(longer).oid());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void refused(Executable reading) {
    assertThrows(DerException.class, reading);
  }
}
