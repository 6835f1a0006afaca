/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 2759, section 9.2. */
class MsChapV2Test {
  private static final byte[] CHALLENGE = hex("5b5d7c7d7b3f2f3e3c2c602132262628");
  private static final byte[] PEER = hex("21402324255e262a28295f2b3a337c7e");
  private static final String SUCCESS = "S=407A5589115FD0D6209F510FE9C04566932CDA56";

  private final MsChapV2 computed = new MsChapV2("User", "clientPass", CHALLENGE, PEER);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void responseIsThatOfTheRfc() {
    assertArrayEquals(hex("82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df"), computed.response());
    assertArrayEquals(
        computed.response(),
        new MsChapV2("DOMAIN\\User", "clientPass", CHALLENGE, PEER).response());
  }

  @Test
  void attributeHasItsFields() {
    assertArrayEquals(
        hex(
            "0900"
                + "21402324255e262a28295f2b3a337c7e"
                + "0000000000000000"
                + "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df"),
        computed.attribute((byte) 9));
  }

  @Test
  void onlyTheRightProofIsOne() {
    assertEquals(SUCCESS, computed.success());
    assertTrue(computed.isProven(success(SUCCESS)));
    assertTrue(computed.isProven(success(SUCCESS + " M=Welcome")));
    assertFalse(computed.isProven(success(SUCCESS.replace('6', '7'))));
    assertFalse(computed.isProven(success(SUCCESS.substring(0, 41))));
    assertFalse(computed.isProven(new byte[0]));
  }

  private static byte[] success(String text) {
    return ("\u0001" + text).getBytes(StandardCharsets.ISO_8859_1);
  }
}
