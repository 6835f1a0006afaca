/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.testing.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is answered to packets that break their layout (MS-TSGU 2.2.10). */
final class MalformedPacketTest {

  private static @Nullable HttpPacket decode(PacketType type, String body)
      throws WireFormatException {
    return PacketDecoder.decode(type, ByteBuffer.wrap(Hex.bytes(body)));
  }

  private static ResultCode replyTo(PacketType type, String body) {
    return assertThrows(WireFormatException.class, () -> decode(type, body), body).reply();
  }

  @ParameterizedTest
  @MethodSource("io.rdgateway.protocol.VectorsTest#vectors")
  void truncated(Vectors.Vector vector) throws Exception {
    for (int length = 0; length < vector.bodyLength(); length++) {
      ByteBuffer body = vector.body(length);
      PacketType type = vector.packet().type();
      if (vector.packet() instanceof TunnelAuth whole
          && length >= vector.bodyLength() - lengthOf(whole.statementOfHealth())) {
        // A statement of health that is not whole is ignored like a whole one.
        assertEquals(new TunnelAuth(whole.clientName(), null), PacketDecoder.decode(type, body));
      } else {
        WireFormatException e =
            assertThrows(
                WireFormatException.class,
                () -> PacketDecoder.decode(type, body),
                vector + " cut to " + length);
        assertEquals(replyToTruncated(vector, length), e.reply(), vector + " cut to " + length);
      }
    }
  }

  private static int lengthOf(@Nullable Bytes blob) {
    return blob == null ? 0 : 2 + blob.length();
  }

  /** A mistake in the cookie has a code of its own. */
  private static ResultCode replyToTruncated(Vectors.Vector vector, int length) {
    if (vector.packet() instanceof TunnelCreate create && create.paaCookie() != null) {
      int beforeCookie = create.reauthTunnelContext() == null ? 8 : 16;
      return length < beforeCookie ? ResultCode.INTERNAL_ERROR : ResultCode.COOKIE_BAD_PACKET;
    }
    return ResultCode.INTERNAL_ERROR;
  }

  @ParameterizedTest
  @MethodSource("io.rdgateway.protocol.VectorsTest#vectors")
  void withBytesBehindTheKnownFields(Vectors.Vector vector) throws Exception {
    ByteBuffer longer =
        ByteBuffer.allocate(vector.bodyLength() + 3).put(vector.body(vector.bodyLength()));
    HttpPacket expected = vector.packet();
    if (expected instanceof TunnelAuth auth) {
      // What does not end with the packet is not taken for a statement of health.
      expected = new TunnelAuth(auth.clientName(), null);
    }

    assertEquals(expected, PacketDecoder.decode(vector.packet().type(), longer.position(0)));
  }

  @Test
  void decodesOnlyWhatLiesBetweenPositionAndLimit() throws Exception {
    ByteBuffer body = ByteBuffer.wrap(Hex.bytes("EEEE A0000000 EEEE")).position(2).limit(6);

    assertEquals(
        new CloseChannel(ResultCode.CLOSE_BAD_ARGUMENTS),
        PacketDecoder.decode(PacketType.CLOSE_CHANNEL, body));
    assertEquals(2, body.position());
    assertEquals(6, body.limit());
  }

  @Test
  void unknownTypesHaveNoRecord() throws Exception {
    for (int code : List.of(0, 0x0E, 0x0F, 0x12, 0xFFFF)) {
      assertNull(decode(new PacketType(code), "00"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // numResources, numAltResources, port, protocol, names
    "0000 3D0D 0300,                     80070005, no name",
    "0001 3D0D 0300 0400 61000000,       80070005, no name but an alternate",
    "3300 3D0D 0300,                     80070057, 51 names",
    "FF00 3D0D 0300,                     80070057, 255 names",
    "0104 3D0D 0300,                     80070057, 4 alternates",
    "0100 3D0D 0000 0400 61000000,       80070057, protocol 0",
    "0100 3D0D 0400 0400 61000000,       80070057, protocol 4",
    "0100 3D0D 0003 0400 61000000,       80070057, protocol with its bytes swapped",
    "0100 0000 0300 0400 61000000,       80070057, port 0",
    "0100 3D0D 0300,                     800759D8, the name is missing",
    "0200 3D0D 0300 0400 61000000,       800759D8, the second name is missing",
    "0101 3D0D 0300 0400 61000000,       800759D8, the alternate is missing",
    "0100 3D0D 0300 0500 61000000,       800759D8, cbLen beyond the packet",
    "0100 3D0D 0300 0300 610000,         800759D8, an odd cbLen",
    "0100 3D0D 0300 FFFF 61000000,       800759D8, the largest cbLen",
    "0100 3D0D 0300 0400 00D86100,       800759D8, a high surrogate alone",
    "0100 3D0D 0300 0400 610000D8,       800759D8, a high surrogate at the end",
    "0100 3D0D 0300 0400 00DC6100,       800759D8, a low surrogate alone",
    "0100 3D0D 0300 0800 6100000000D86100, 800759D8, a lone surrogate behind a NUL"
  })
  void channelCreate(String body, String reply, String what) {
    assertEquals(
        new ResultCode(Integer.parseUnsignedInt(reply, 16)),
        replyTo(PacketType.CHANNEL_CREATE, body),
        what);
  }

  @Test
  void namesEndAtTheFirstNul() throws Exception {
    assertEquals(
        new ChannelCreate(List.of("a", "", "b"), List.of(), 3389, 3),
        decode(
            PacketType.CHANNEL_CREATE,
            "0300 3D0D 0300 0800 6100000062000000 0400 00006100 0200 6200"));
  }

  @Test
  void takesAsManyNamesAsAllowed() throws Exception {
    String name = "0200 6100";

    assertNotNull(
        decode(PacketType.CHANNEL_CREATE, "3203 3D0D 0300" + name.repeat(50) + name.repeat(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "0000 0100 41,       an odd cbClientName",
    "0000 0200 00D8,     a lone surrogate",
    "0000 0400 4100,     cbClientName beyond the packet",
    "0000 FFFF 4100,     the largest cbClientName"
  })
  void tunnelAuth(String body, String what) {
    assertEquals(ResultCode.INTERNAL_ERROR, replyTo(PacketType.TUNNEL_AUTH, body), what);
  }

  @Test
  void clientNamesHave256CharactersAndANul() throws Exception {
    String name = "4100".repeat(256);

    assertEquals(
        new TunnelAuth("A".repeat(256), null),
        decode(PacketType.TUNNEL_AUTH, "0000 0202" + name + "0000"));
    assertEquals(
        ResultCode.INTERNAL_ERROR,
        replyTo(PacketType.TUNNEL_AUTH, "0000 0402" + name + "41000000"));
  }

  @Test
  void blobsBeyondThePacket() {
    assertEquals(
        ResultCode.INTERNAL_ERROR, replyTo(PacketType.EXTENDED_AUTH_MSG, "00000000 0500 01020304"));
    assertEquals(ResultCode.INTERNAL_ERROR, replyTo(PacketType.DATA, "0500 01020304"));
    assertEquals(ResultCode.INTERNAL_ERROR, replyTo(PacketType.SERVICE_MESSAGE, "0400 4100"));
  }

  @Test
  void messagesSayWhichFieldAndHowMuch() {
    assertEquals(
        "the packet ends within resource name: 4 bytes needed, 2 left",
        assertThrows(
                WireFormatException.class,
                () -> decode(PacketType.CHANNEL_CREATE, "0100 3D0D 0300 0400 6100"))
            .getMessage());
  }
}
