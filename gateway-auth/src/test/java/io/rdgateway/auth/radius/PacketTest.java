/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes, against vectors that were computed elsewhere. */
class PacketTest {
  private static final SharedSecret TESTING = SharedSecret.of("testing123");

  /** An authorize-only request of a gateway, with the authenticator 00 01 02 ... 0f. */
  private static final byte[] REQUEST =
      hex(
          "01070065000102030405060708090a0b0c0d0e0f"
              + "50123698628a36e178079e6f780588445c14"
              + "010c434f52505c616c696365"
              + "2005677731"
              + "3d0600000005"
              + "1e115573657241757468547970653a5057"
              + "1a0c000001372f0600000001"
              + "1a0b000001373205504337");

  private static final byte[] REPLY =
      hex(
          "0207003e91d9ba81e61747c6cedfdbe2661b54d6"
              + "50122533f4152eab07297bcf7d8970ec0a71"
              + "1a0c000001373f0600000009"
              + "1c0600000708"
              + "1b0600007080");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** Counts up instead of being random. */
  private static RandomGenerator counting() {
    return new Random() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) i;
        }
      }
    };
  }

  private static byte[] encode(int code, java.util.function.Consumer<RequestWriter> attributes) {
    return RequestWriter.encode(
        new Question() {
          @Override
          public int code() {
            return code;
          }

          @Override
          public void write(RequestWriter out) {
            attributes.accept(out);
          }
        },
        7,
        TESTING,
        counting());
  }

  @Test
  void requestIsSignedInItsFirstAttribute() {
    assertArrayEquals(
        REQUEST,
        encode(
            Code.ACCESS_REQUEST,
            out ->
                out.text(AttributeType.USER_NAME, "CORP\\alice")
                    .text(AttributeType.NAS_IDENTIFIER, "gw1")
                    .number(AttributeType.NAS_PORT_TYPE, AttributeType.PORT_TYPE_VIRTUAL)
                    .text(AttributeType.CALLED_STATION_ID, "UserAuthType:PW")
                    .microsoft(AttributeType.MS_NETWORK_ACCESS_SERVER_TYPE, 1)
                    .microsoft(
                        AttributeType.MS_MACHINE_NAME, "PC7".getBytes(StandardCharsets.UTF_8))));
  }

  /** RFC 2865, section 7.1. */
  @Test
  void passwordIsHiddenAsInTheRfc() {
    assertArrayEquals(
        hex("0dbe708d93d413ce3196e43f782a0aee"),
        Digests.hide(
            "arctangent".getBytes(StandardCharsets.UTF_8),
            "xyzzy5461".getBytes(StandardCharsets.UTF_8),
            hex("0f403f9473978057bd83d5cb98f4227a")));
  }

  /** The example of RFC 2866 has no digest; the server side of the tests computes it anew. */
  @Test
  void accountingRequestIsSignedInItsHeader() {
    byte[] request =
        encode(Code.ACCOUNTING_REQUEST, out -> out.number(AttributeType.ACCT_STATUS_TYPE, 1));
    byte[] unsigned = request.clone();
    Arrays.fill(unsigned, 4, 20, (byte) 0);
    assertArrayEquals(
        Wire.md5(unsigned, "testing123".getBytes(StandardCharsets.UTF_8)),
        Arrays.copyOfRange(request, 4, 20));
    assertTrue(Wire.value(request, Wire.MESSAGE_AUTHENTICATOR).isEmpty());
  }

  @Test
  void rightReplyIsBelievedAndRead() throws Exception {
    Packet reply = Packet.parse(REPLY);
    assertNull(ReplyCheck.objection(REQUEST, reply, TESTING, true));
    assertEquals(Code.ACCESS_ACCEPT, reply.code());
    assertEquals(
        9,
        reply
            .attributes()
            .vendor(AttributeType.MICROSOFT, AttributeType.MS_RDG_DEVICE_REDIRECTION)
            .get(0)
            .number());
    assertEquals(28_800, reply.attributes().all(AttributeType.SESSION_TIMEOUT).get(0).number());
  }

  @Test
  void everyChangedBitIsNoticed() throws Exception {
    for (int bit = 0; bit < REPLY.length * 8; bit++) {
      byte[] changed = REPLY.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      boolean believed;
      try {
        Packet packet = Packet.parse(changed);
        // The identifier chooses the request, so it is the client that notices another one.
        believed = ReplyCheck.objection(REQUEST, packet, TESTING, true) == null;
      } catch (MalformedPacketException e) {
        believed = false;
      }
      assertFalse(believed, "bit " + bit);
    }
  }

  @Test
  void whatFollowsThePacketIsPadding() throws Exception {
    byte[] padded = Arrays.copyOf(REPLY, REPLY.length + 10);
    assertNull(ReplyCheck.objection(REQUEST, Packet.parse(padded), TESTING, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0207001491d9ba81e61747c6cedfdbe2661b54",
        "0207001391d9ba81e61747c6cedfdbe2661b54d6",
        "0207003f91d9ba81e61747c6cedfdbe2661b54d6",
        "0207001591d9ba81e61747c6cedfdbe2661b54d612",
        "0207001691d9ba81e61747c6cedfdbe2661b54d61200",
        "0207001691d9ba81e61747c6cedfdbe2661b54d61201",
        "0207001691d9ba81e61747c6cedfdbe2661b54d61203"
      })
  void whatIsNoPacketIsRefused(String datagram) {
    assertThrows(MalformedPacketException.class, () -> Packet.parse(hex(datagram)));
  }

  @Test
  void foreignLayoutsOfVendorsArePassedOver() throws Exception {
    byte[] packet =
        Wire.packet(
            2,
            REQUEST,
            Wire.attribute(26, new byte[] {0, 0}),
            Wire.attribute(26, new byte[] {0, 0, 9, 0x37, 0x3F, 3, 1}),
            Wire.attribute(26, new byte[] {0, 0, 9, 0x37, 0x3F, 9, 1}),
            Wire.attribute(26, new byte[] {0, 0, 1, 0x37, 1, 3, 8, 0x3F, 6, 0, 0, 0, 4}));
    List<Attribute> found = Packet.parse(packet).attributes().vendor(311, 0x3F);
    assertEquals(1, found.size());
    assertEquals(4, found.get(0).number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"000001373f0901", "000001373f", "000001373f0101", "000001370103083f09"})
  void aKnownVendorsAttributeThatDoesNotFitIsNotPassedOver(String value) throws Exception {
    byte[] packet = Wire.packet(2, REQUEST, Wire.attribute(26, hex(value)));
    AttributeList attributes = Packet.parse(packet).attributes();
    assertThrows(MalformedPacketException.class, () -> attributes.vendor(311, 0x3F));
  }

  @Test
  void nothingTooLongIsSent() {
    assertThrows(
        IllegalArgumentException.class,
        () -> encode(1, out -> out.text(AttributeType.USER_NAME, "x".repeat(254))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            encode(
                1,
                out -> {
                  for (int i = 0; i < 17; i++) {
                    out.text(AttributeType.USER_NAME, "x".repeat(253));
                  }
                }));
  }

  @Test
  void secretIsNeverShown() {
    assertFalse(TESTING.toString().contains("testing"));
    assertTrue(TESTING.isWeak());
    assertFalse(SharedSecret.of(Wire.SECRET).isWeak());
    assertThrows(IllegalArgumentException.class, () -> SharedSecret.of(""));
  }
}
