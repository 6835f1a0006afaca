/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Hex;
import io.rdgateway.testing.Splits;
import io.rdgateway.testing.Transcript;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VectorsTest {

  static List<Vectors.Vector> vectors() {
    return Vectors.ALL;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void decodes(Vectors.Vector vector) throws Exception {
    assertEquals(
        vector.packet(),
        PacketDecoder.decode(vector.packet().type(), vector.body(vector.bodyLength())));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isFoundInAStream(Vectors.Vector vector) throws Exception {
    List<String> found = PacketTranscript.steady().read(vector.bytes(), Splits::whole);

    byte[] body = Arrays.copyOfRange(vector.bytes(), PacketHeader.SIZE, vector.bytes().length);
    String expected =
        vector.packet() instanceof DataPacket data
            ? "bytes " + Hex.of(data.data().toArray())
            : vector.packet().type() + " " + Transcript.shown(body);
    assertEquals(List.of(expected, "at a boundary"), found);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void encodes(Vectors.Vector vector) throws Exception {
    byte[] encoded = vector.packet().encode();

    if (vector.countsNul()) {
      assertArrayEquals(vector.bytes(), encoded);
    } else {
      // Our encoder counts a NUL in every string, as FreeRDP and IronRDP do; the bytes are longer
      // by that and mean the same.
      assertTrue(encoded.length > vector.bytes().length);
      ByteBuffer body = ByteBuffer.wrap(encoded).position(PacketHeader.SIZE);
      assertEquals(vector.packet(), PacketDecoder.decode(vector.packet().type(), body));
    }
  }

  @Test
  void everyTypeHasAVector() {
    Set<Integer> codes = new TreeSet<>();
    Vectors.ALL.forEach(vector -> codes.add(vector.packet().type().code()));

    assertEquals(Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17), codes);
  }

  @Test
  void acceptKeyIsThatOfTheRfc() {
    assertEquals(
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketFrames.accept("dGhlIHNhbXBsZSBub25jZQ=="));
  }

  @Test
  void handshakeRequestInAChunk() throws Exception {
    byte[] bytes = Hex.bytes("450D0A 01000000 0E000000 01000000 0000 0D0A");

    assertEquals(
        List.of("bytes 010000000E000000010000000000"),
        PayloadTranscript.steady().read(new ChunkReader(), bytes, Splits::whole));
  }

  @Test
  void handshakeRequestInAFrame() throws Exception {
    byte[] bytes = Hex.bytes("828E 11223344 10223344 1F223344 10223344 1122");

    assertEquals(
        List.of("bytes 010000000E000000010000000000"),
        PayloadTranscript.steady().read(new WebSocketReader(), bytes, Splits::whole));
    assertArrayEquals(
        bytes,
        ClientFrames.frame(
            ClientFrames.BINARY, 0x11223344, Hex.bytes("010000000E000000010000000000")));
  }

  @Test
  void headsOfServerFrames() {
    assertEquals(2, WebSocketFrames.headSize(18)); // a HANDSHAKE_RESPONSE
    assertEquals(0x8212, WebSocketFrames.binaryHead(18));
    assertEquals(4, WebSocketFrames.headSize(210)); // a DATA packet of 200 bytes
    assertEquals(0x827E00D2, WebSocketFrames.binaryHead(210));
    assertEquals(0x827EFFFF, WebSocketFrames.binaryHead(0xFFFF));
    assertThrows(IllegalArgumentException.class, () -> WebSocketFrames.binaryHead(0x10000));
  }
}
