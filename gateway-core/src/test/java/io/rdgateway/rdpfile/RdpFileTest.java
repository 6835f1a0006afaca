/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdpFileTest {
  private static final String TEXT =
      """
      full address:s:pc.example
      gatewayhostname:s:gw.example:8443
      gatewayusagemethod:i:1
      gatewayprofileusagemethod:i:1
      gatewaycredentialssource:i:5
      gatewayaccesstoken:s:abc
      """
          .replace("\n", "\r\n");

  private static RdpFile sample() {
    return RdpFile.builder()
        .host("pc.example", 3389)
        .gateway("gw.example", 8443)
        .accessToken("abc")
        .build();
  }

  static RdpFile parse(String text) throws RdpFileException {
    return RdpFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void writesWhatMstscReads() {
    byte[] utf16 = sample().toBytes(RdpEncoding.UTF_16LE);
    assertEquals((byte) 0xFF, utf16[0]);
    assertEquals((byte) 0xFE, utf16[1]);
    assertEquals(TEXT, new String(utf16, 2, utf16.length - 2, StandardCharsets.UTF_16LE));
    assertEquals(TEXT, new String(sample().toBytes(RdpEncoding.UTF_8), StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatItWrites() throws RdpFileException {
    RdpFile file =
        sample().toBuilder().set(RdpProperty.USER_NAME, "Jos\u00e9 \ud83d\ude00 a:b=c").build();
    for (RdpEncoding encoding : RdpEncoding.values()) {
      assertEquals(file, RdpFile.parse(file.toBytes(encoding)));
    }
  }

  @Test
  void readsFilesOfOthers() throws RdpFileException {
    RdpFile file =
        parse(
            "\uFEFFScreen Mode ID:i:2\n\r\nwinposstr:s:0,1,2,3\r\nFull Address:S:x \n"
                    .replace(":S:", ":s:")
                + "password 51:b:01aBff\nremoteapplicationexpandcmdline:s:1");
    assertEquals(OptionalInt.of(2), file.number(RdpProperty.SCREEN_MODE_ID));
    assertEquals(Optional.of("x"), file.text(RdpProperty.FULL_ADDRESS));
    assertEquals("Full Address", file.line("FULL ADDRESS").orElseThrow().name());
    assertEquals("01aBff", file.line("password 51").orElseThrow().value());
    assertEquals(OptionalInt.empty(), file.number(RdpProperty.AUDIO_MODE));
    assertThrows(IllegalArgumentException.class, () -> file.number(RdpProperty.USER_NAME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no colon",
        "a:b",
        "a:x:1",
        "a:si:1",
        ":s:1",
        "a:i:",
        "a:i:1a",
        "a:i:2147483648",
        "a:i: 1",
        "a:b:0",
        "a:b:0g",
        "a:s:1\rb:s:2",
        "a:s:\0",
        "a:s:\u202e",
        "a:s:\u2028",
        "a\u00e4:s:1",
        "a:s:1\nA:s:2",
        "gatewayusagemethod:i:5",
        "gatewayusagemethod:s:1",
        "gatewayhostname:i:1",
        "server port:i:0"
      })
  void refusesWhatIsMalformed(String text) {
    var refusal = assertThrows(RdpFileException.class, () -> parse("ok:s:1\r\n" + text));
    assertTrue(String.valueOf(refusal.getMessage()).matches("line [23] .*"), refusal::toString);
  }

  @Test
  void refusesOtherEncodings() {
    for (byte[] bytes :
        List.of(
            "a:s:1".getBytes(StandardCharsets.UTF_16BE),
            "a:s:1".getBytes(StandardCharsets.UTF_16LE),
            "\uFEFFa:s:1".getBytes(StandardCharsets.UTF_16BE),
            new byte[] {'a', ':', 's', ':', (byte) 0xE9},
            new byte[] {(byte) 0xFF, (byte) 0xFE, 'a'},
            new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0, ':', 0, 's', 0, ':', 0, 0, (byte) 0xD8},
            new byte[257 * 1024])) {
      assertThrows(RdpFileException.class, () -> RdpFile.parse(bytes));
    }
    assertThrows(RdpFileException.class, () -> parse("\n".repeat(1001)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nb",
        "a\nfull address:s:evil",
        "a\r",
        "\0",
        "a\u0085",
        "a\u2028b",
        "a\u202Eb",
        "\ud800",
        "a\u007F",
        "a\u00a0\t",
        "a "
      })
  void noValueSmugglesInASetting(String evil) {
    for (RdpProperty property : RdpProperty.values()) {
      assertThrows(IllegalArgumentException.class, () -> RdpFile.builder().set(property, evil));
    }
    assertThrows(IllegalArgumentException.class, () -> new RdpLine("custom", 's', evil));
    assertThrows(IllegalArgumentException.class, () -> new RdpLine(evil + ":x", 's', "1"));
    assertThrows(IllegalArgumentException.class, () -> RdpFile.builder().accessToken(evil));
    assertThrows(IllegalArgumentException.class, () -> RdpFile.builder().host(evil, 3389));
    assertThrows(IllegalArgumentException.class, () -> RdpFile.builder().gateway(evil, 443));
  }

  @Test
  void namesHostsAsClientsTakeThem() {
    assertEquals("pc:3390", full("pc", 3390));
    assertEquals("[2001:db8::1]:3389", full("2001:db8::1", 3389));
    assertThrows(IllegalArgumentException.class, () -> full("pc", 0));
    assertThrows(IllegalArgumentException.class, () -> full("[::1]", 1));
    assertEquals(
        Optional.of("gw.example"),
        RdpFile.builder().gateway("gw.example", 443).build().text(RdpProperty.GATEWAY_HOST_NAME));
  }

  private static String full(String host, int port) {
    return RdpFile.builder().host(host, port).build().text(RdpProperty.FULL_ADDRESS).orElse("");
  }

  @Test
  void aTemplateLetsUsersChooseWhatItSaysAndNothingElse() {
    var template =
        new RdpTemplate(sample(), Set.of(RdpProperty.SCREEN_MODE_ID, RdpProperty.USER_NAME));
    RdpFile file = template.with(Map.of("Screen Mode Id", "2", "username", "eve")).build();
    assertEquals(OptionalInt.of(2), file.number(RdpProperty.SCREEN_MODE_ID));
    assertEquals(Optional.of("pc.example"), file.text(RdpProperty.FULL_ADDRESS));
    for (Map<String, String> evil :
        List.of(
            Map.of("full address", "evil"),
            Map.of("no such thing", "1"),
            Map.of("screen mode id", "3"),
            Map.of("screen mode id", "1\r\nfull address:s:evil"))) {
      assertThrows(IllegalArgumentException.class, () -> template.with(evil));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new RdpTemplate(sample(), Set.of(RdpProperty.SIGNATURE)));
  }

  @Test
  void unknownSettingsStayAndKnownOnesAreChecked() {
    RdpFile file = sample().toBuilder().set(new RdpLine("winposstr", 's', "0,1")).build();
    assertEquals("0,1", file.line("WinPosStr").orElseThrow().value());
    for (RdpLine line :
        List.of(
            new RdpLine("signature", 's', "x"),
            new RdpLine("Signscope", 's', "x"),
            new RdpLine("AudioMode", 'i', "3"),
            new RdpLine("audiomode", 's', "1"))) {
      assertThrows(IllegalArgumentException.class, () -> sample().toBuilder().set(line));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> sample().toBuilder().set(RdpProperty.KDC_PROXY_NAME, "x".repeat(256)));
  }

  @Test
  void showsNoValue() {
    assertFalse(sample().toString().contains("abc"));
    assertFalse(sample().lines().toString().contains("abc"));
  }
}
