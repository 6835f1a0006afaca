/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NtHashTest {
  private static final String HEX = "217e50203a5aba59cefa863c724bf61b";

  @Test
  void textRoundTrip() {
    var hash = NtHash.ofPassword(Vectors.PASSWORD);
    assertEquals(HEX, hash.toHex());
    assertEquals(hash, NtHash.parse(HEX.toUpperCase(Locale.ROOT)));
    assertEquals(hash, NtHash.of(Vectors.hex(HEX)));
    assertEquals(hash.hashCode(), NtHash.parse(HEX).hashCode());
    assertNotEquals(hash, NtHash.ofPassword("other"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "217e50203a5aba59cefa863c724bf61",
        "217e50203a5aba59cefa863c724bf61b0",
        "217e50203a5aba59cefa863c724bf61g",
        "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        "00000000000000000000000000000000",
        "31d6cfe0d16ae931b73c59d7e0c089c0"
      })
  void brokenHashesAreRefusedWithoutQuotingThem(String hex) {
    var e = assertThrows(IllegalArgumentException.class, () -> NtHash.parse(hex));
    assertFalse(!hex.isEmpty() && String.valueOf(e.getMessage()).contains(hex));
  }

  @Test
  void emptyPasswordAndWrongSizeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> NtHash.ofPassword(""));
    assertThrows(IllegalArgumentException.class, () -> NtHash.of(new byte[15]));
    assertThrows(IllegalArgumentException.class, () -> NtHash.of(new byte[16]));
  }

  @Test
  void textFormHidesTheSecret() {
    assertEquals("NtHash[<redacted>]", NtHash.parse(HEX).toString());
  }
}
