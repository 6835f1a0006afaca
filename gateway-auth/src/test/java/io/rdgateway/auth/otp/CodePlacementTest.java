/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePlacementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "pw,123456 pw 123456",
        "p,w,123456 p,w 123456",
        "12,123456 12 123456",
        "pw,1234 pw 1234",
        "pw,1234567890123456 pw 1234567890123456",
        "1,123456 1 123456"
      })
  void aCodeStandsBehindTheSeparator(String typed, String password, String code) {
    assertEquals(
        Optional.of(new TypedCode(password, code)), CodePlacement.afterSeparator(",").split(typed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "pw",
        "pw,",
        ",123456",
        "pw,123",
        "pw,12345678901234567",
        "pw,12345a",
        "pw;123456",
        "pw123456",
        "123456",
        "pw,\u0661\u0662\u0663\u0664"
      })
  void anythingElseIsAPassword(String typed) {
    assertEquals(Optional.empty(), CodePlacement.afterSeparator(",").split(typed));
  }

  @Test
  void aCodeOfALengthIsTheEnd() {
    CodePlacement six = CodePlacement.appended(6);
    assertEquals(Optional.of(new TypedCode("pw", "123456")), six.split("pw123456"));
    assertEquals(Optional.of(new TypedCode("pw9", "123456")), six.split("pw9123456"));
    assertEquals(Optional.empty(), six.split("pw12345"));
    assertEquals(Optional.empty(), six.split("123456"));
    assertEquals(Optional.empty(), six.split(""));
  }

  @Test
  void longerSeparatorsWork() {
    assertEquals(
        Optional.of(new TypedCode("pw", "123456")),
        CodePlacement.afterSeparator("::").split("pw::123456"));
  }

  @Test
  void whatCannotWorkIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> CodePlacement.afterSeparator(""));
    assertThrows(IllegalArgumentException.class, () -> CodePlacement.afterSeparator("1"));
    assertThrows(IllegalArgumentException.class, () -> CodePlacement.appended(3));
    assertThrows(IllegalArgumentException.class, () -> CodePlacement.appended(17));
  }

  @Test
  void nothingIsShown() {
    assertFalse(new TypedCode("secret", "123456").toString().matches(".*(secret|123456).*"));
  }
}
