/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
  private static final ServerNames NAMES =
      new ServerNames(
          List.of(
              List.of("gw.example", "127.0.0.1"),
              List.of("*.eu.example", "Desk.EU.example"),
              List.of("desk.eu.example", "vip.eu.example", "b\u00fcro.example"),
              List.of(),
              List.of("f*.us.example", "*", "a.*.example", "*.*.example")));

  @ParameterizedTest
  @CsvSource({
    "gw.example, 0",
    "GW.Example, 0",
    "any.eu.example, 1",
    "xn--bro-hoa.eu.example, 1",
    "desk.eu.example., 1",
    "vip.eu.example, 2",
    "VIP.eu.EXAMPLE., 2",
  })
  void findsTheCertificateOfAName(String asked, int expected) {
    assertEquals(expected, NAMES.choose(asked));
  }

  /** RFC 9525, section 6.3: a wildcard is one whole label, the first. */
  @ParameterizedTest
  @CsvSource({
    "eu.example",
    ".eu.example",
    "a.b.eu.example",
    "foo.us.example",
    "localhost",
    "a.b.example",
    "other.example",
    "'*'",
    "''",
    ".",
    "127.0.0.1",
  })
  void answersAnyOtherNameWithTheFirst(String asked) {
    assertEquals(0, NAMES.choose(asked));
  }

  @Test
  void answersNoNameWithTheFirst() {
    assertEquals(0, NAMES.choose(null));
  }
}
