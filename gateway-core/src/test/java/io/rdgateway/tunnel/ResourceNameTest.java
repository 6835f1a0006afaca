/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNameTest {

  @ParameterizedTest
  @CsvSource({
    "host, host",
    "HOST.Example.COM, host.example.com",
    "host., host",
    "host.example., host.example",
    "PC_1$, pc_1$",
    "pc-1, pc-1",
    "10.0.0.1, 10.0.0.1",
    "10.0.0.1., 10.0.0.1",
    "2001:DB8::1, 2001:db8::1",
    "[2001:DB8::1], 2001:db8::1",
    "[::ffff:10.0.0.1], ::ffff:10.0.0.1",
    "bücher.example, xn--bcher-kva.example",
    "BÜCHER.example., xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "straße, strasse",
    "пример, xn--e1afmkfd",
    // Wide forms of ASCII are ASCII.
    "ｈｏｓｔ, host",
    "１０.0.0.1, 10.0.0.1"
  })
  void bringsNamesIntoOneForm(String name, String normalised) {
    assertEquals(normalised, ResourceName.normalise(name));
    assertEquals(normalised, ResourceName.normalise(normalised));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        ".host",
        "host..",
        "host...",
        "a..b",
        " ",
        " host",
        "host ",
        "a b",
        "a\tb",
        "a\nb",
        "a\0b",
        "host\0",
        "[host]",
        "[10.0.0.1]",
        "[]",
        "[::1",
        "::1]",
        "[[::1]]",
        "[::1.]",
        "[::1]:3389",
        "fe80::1%eth0",
        "[fe80::1%1]",
        "a/b",
        "a\\b",
        "a@b",
        "a?b",
        "a#b",
        "a,b",
        "a;b",
        "a*",
        "a'b",
        "a\"b",
        "a<b",
        "host。example", // an ideographic full stop
        "host．example", // a wide full stop
        "a\u200Bb",
        "a\u202Eb",
        "a\u00A0b",
        "\uD800",
        "a\uFDFAb", // a letter that unfolds into words with spaces
        "a⒈b" // a number that unfolds into a digit and a full stop
      })
  void refusesWhatCannotNameAHost(String name) {
    assertNull(ResourceName.normalise(name));
  }

  @Test
  void boundsTheLength() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    assertEquals(253, longest.length());
    assertEquals(longest, ResourceName.normalise(longest));
    assertEquals(longest, ResourceName.normalise(longest + "."));
    assertNull(ResourceName.normalise(longest + "a"));
    assertNull(ResourceName.normalise("a".repeat(64)));
    assertNull(ResourceName.normalise("a".repeat(100_000)));
    // Short as it was sent, too long in the form of DNS.
    assertNull(ResourceName.normalise(("ü".repeat(40) + ".").repeat(6) + "x"));
    assertNull(ResourceName.normalise("ü".repeat(64)));
  }
}
