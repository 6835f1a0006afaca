/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.testing.Hex;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Layouts that clients write where the specification contradicts itself (MS-TSGU 2.2.10.14, 18).
 */
final class TolerantReadingTest {
  private static final String CONTEXT = "8877665544332211";
  private static final long CONTEXT_VALUE = 0x1122334455667788L;
  private static final String ZERO = "0000000000000000";
  private static final String COOKIE = "0400 41000000";
  private static final Bytes COOKIE_VALUE = TunnelCreate.cookie("A");

  private static @Nullable HttpPacket create(String fields, String rest)
      throws WireFormatException {
    return decode(PacketType.TUNNEL_CREATE, "1F000000" + fields + "0000" + rest);
  }

  private static @Nullable HttpPacket decode(PacketType type, String body)
      throws WireFormatException {
    return PacketDecoder.decode(type, ByteBuffer.wrap(Hex.bytes(body)));
  }

  private static ResultCode refusal(String fields, String rest) {
    return assertThrows(WireFormatException.class, () -> create(fields, rest)).reply();
  }

  @Test
  void cookieAlone() throws Exception {
    assertEquals(new TunnelCreate(0x1F, null, COOKIE_VALUE), create("0100", COOKIE));
  }

  @Test
  void cookieBehindAContextOfZeroWithoutItsFlag() throws Exception {
    assertEquals(new TunnelCreate(0x1F, null, COOKIE_VALUE), create("0100", ZERO + COOKIE));
  }

  @Test
  void cookieBehindAContextWithoutItsFlagIsRefused() {
    assertEquals(ResultCode.COOKIE_BAD_PACKET, refusal("0100", CONTEXT + COOKIE));
  }

  @Test
  void emptyCookieIsNotTakenForAContext() throws Exception {
    assertEquals(new TunnelCreate(0x1F, null, Bytes.EMPTY), create("0100", "0000"));
    // Ten zero bytes are a context of zero and an empty cookie.
    assertEquals(new TunnelCreate(0x1F, null, Bytes.EMPTY), create("0100", ZERO + "0000"));
  }

  @Test
  void contextAlone() throws Exception {
    assertEquals(new TunnelCreate(0x1F, CONTEXT_VALUE, null), create("0200", CONTEXT));
  }

  @Test
  void contextAndCookieWithBothFlags() throws Exception {
    TunnelCreate both = new TunnelCreate(0x1F, CONTEXT_VALUE, COOKIE_VALUE);

    assertEquals(both, create("0300", CONTEXT + COOKIE));
  }

  @Test
  void contextAndCookieWithTheFlagOfTheContextAlone() throws Exception {
    TunnelCreate both = new TunnelCreate(0x1F, CONTEXT_VALUE, COOKIE_VALUE);

    assertEquals(both, create("0200", CONTEXT + COOKIE));
    assertEquals(new TunnelCreate(0x1F, 0L, COOKIE_VALUE), create("0200", ZERO + COOKIE));
  }

  @Test
  void longCookiesAreCookiesToo() throws Exception {
    for (int length : new int[] {0x7FFF, 0x8000, 0xFFFF}) {
      Bytes cookie = Bytes.copyOf(new byte[length]);
      String blob = "%02X%02X".formatted(length & 0xFF, length >> 8) + "00".repeat(length);
      assertEquals(new TunnelCreate(0x1F, null, cookie), create("0100", blob));
      assertEquals(new TunnelCreate(0x1F, null, cookie), create("0100", ZERO + blob));
      assertEquals(new TunnelCreate(0x1F, CONTEXT_VALUE, cookie), create("0200", CONTEXT + blob));
    }
  }

  @Test
  void refusalsNameTheCookieOnlyWhenItIsTheMistake() {
    assertEquals(ResultCode.INTERNAL_ERROR, refusal("0200", "88776655443322"));
    assertEquals(ResultCode.INTERNAL_ERROR, refusal("0300", "88776655443322"));
    assertEquals(ResultCode.COOKIE_BAD_PACKET, refusal("0300", CONTEXT));
    assertEquals(ResultCode.COOKIE_BAD_PACKET, refusal("0300", CONTEXT + "0500 41000000"));
    assertEquals(ResultCode.COOKIE_BAD_PACKET, refusal("0100", ""));
    assertEquals(ResultCode.COOKIE_BAD_PACKET, refusal("0100", "04"));
    assertEquals(ResultCode.COOKIE_BAD_PACKET, refusal("0100", "FFFF 41000000"));
  }

  @Test
  void fieldsThatNoFlagNamesAreIgnored() throws Exception {
    assertEquals(new TunnelCreate(0x1F, null, null), create("0000", COOKIE));
    assertEquals(new TunnelCreate(0x1F, null, null), create("FCFF", COOKIE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"41004200", "410042000000", "4100420000004300"})
  void cookieTextEndsAtItsNulIfThereIsOne(String cookie) throws Exception {
    assertEquals("AB", new TunnelCreate(0, null, Bytes.copyOf(Hex.bytes(cookie))).cookieText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0000", "00004100", "41", "410042", "00D84100", "410000DC"})
  void cookiesWithoutTextAreRefused(String cookie) {
    refusesText(Bytes.copyOf(Hex.bytes(cookie)));
  }

  @Test
  void missingCookieIsRefused() {
    refusesText(null);
  }

  private static void refusesText(@Nullable Bytes cookie) {
    TunnelCreate create = new TunnelCreate(0, null, cookie);
    assertEquals(
        ResultCode.COOKIE_BAD_PACKET,
        assertThrows(WireFormatException.class, create::cookieText).reply());
  }

  @Test
  void textFormsShowNoSecret() {
    assertFalse(
        new TunnelCreate(0, null, TunnelCreate.cookie("secret")).toString().contains("secret"));
    assertFalse(
        new ExtendedAuthMessage(ResultCode.SUCCESS, TunnelCreate.cookie("secret"))
            .toString()
            .contains("secret"));
    assertFalse(new DataPacket(TunnelCreate.cookie("secret")).toString().contains("secret"));
  }

  private static void clientName(String name, @Nullable String health, String body)
      throws WireFormatException {
    Bytes statement = health == null ? null : Bytes.copyOf(Hex.bytes(health));
    assertEquals(new TunnelAuth(name, statement), decode(PacketType.TUNNEL_AUTH, body));
  }

  @Test
  void statementOfHealthBehindTheName() throws Exception {
    clientName("A", "0102", "0100 0400 41000000 0200 0102");
    clientName("A", "", "0100 0400 41000000 0000");
  }

  @Test
  void statementsThatDoNotFitAreIgnored() throws Exception {
    clientName("A", null, "0100 0400 41000000");
    clientName("A", null, "0100 0400 41000000 02");
    clientName("A", null, "0100 0400 41000000 0300 0102");
    clientName("A", null, "0100 0400 41000000 0100 0102");
    // The name a second time, as the specification lists it.
    clientName("A", null, "0100 0400 41000000 0400 41000000 0200 0102");
  }

  @Test
  void statementsThatNoFlagNamesAreIgnored() throws Exception {
    clientName("A", null, "0000 0400 41000000 0200 0102");
    clientName("A", null, "FEFF 0400 41000000 0200 0102");
  }
}
