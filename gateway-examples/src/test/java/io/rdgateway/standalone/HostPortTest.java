/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "pc.example, pc.example:3389",
    "PC.example:3390, pc.example:3390",
    "localhost, 127.0.0.1:3389",
    "10.1.2.3:1, 10.1.2.3:1",
    "[2001:DB8::1]:65535, [2001:db8::1]:65535",
    "[::1], [::1]:3389"
  })
  void readsTargets(String text, String expected) {
    assertEquals(expected, HostPort.target(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":3389",
        "pc:",
        "pc:0",
        "pc:65536",
        "pc:-1",
        "::1",
        "[pc]:1",
        "a b",
        "*.example",
        "10.0.0.0/8",
        "any",
        "pc:1:2",
        "[::1",
        "pc\u0000"
      })
  void refusesOtherTargets(String text) {
    var e = assertThrows(ConfigurationException.class, () -> HostPort.target(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith("--target does not understand"));
  }

  @Test
  void readsListeners() {
    assertEquals(0, HostPort.listener("127.0.0.1:0").getPort());
    assertTrue(HostPort.listener("[::1]:8443").getAddress().isLoopbackAddress());
    assertTrue(HostPort.listener("0.0.0.0:443").getAddress().isAnyLocalAddress());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8443", ":8443", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "::1:1"})
  void refusesOtherListeners(String text) {
    assertThrows(ConfigurationException.class, () -> HostPort.listener(text));
  }
}
