/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Hex;
import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import io.rdgateway.testing.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebSocketReaderTest {
  private static final int MASK = 0xA1B2C3D4;

  private static List<String> read(byte[] bytes, Splits.Way way) throws Exception {
    return PayloadTranscript.steady().read(new WebSocketReader(), bytes, way);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Frames of all length forms, fragments, controls between them, and a close at the end. */
  private static byte[] conversation() {
    return join(
        ClientFrames.random(new Random(1), random(2, 3000), 400),
        ClientFrames.frame(ClientFrames.BINARY, MASK, new byte[0]),
        ClientFrames.frame(ClientFrames.PING, MASK, new byte[0]),
        ClientFrames.frame(0x02, MASK, random(3, 125)),
        ClientFrames.frame(ClientFrames.PING, 0, random(4, 125)),
        ClientFrames.frame(0x00, MASK, random(5, 126)),
        ClientFrames.frame(ClientFrames.PONG, MASK, random(6, 3)),
        ClientFrames.frame(0x80, MASK, random(7, 1)),
        ClientFrames.frame(ClientFrames.BINARY, -1, random(8, 127)),
        ClientFrames.frame(ClientFrames.CLOSE, MASK, Hex.bytes("03E8")));
  }

  @Test
  void readsTheSameHoweverItIsCut() throws Exception {
    byte[] bytes = conversation();
    List<String> expected = read(bytes, Splits::whole);

    assertEquals("end", expected.get(expected.size() - 1));
    assertTrue(expected.contains("ping "));
    assertTrue(expected.contains("ping " + Transcript.shown(random(4, 125))));
    assertEquals(expected, read(bytes, Splits::single));
    Seeds.forEach(
        "frames cut at random",
        500,
        random -> assertEquals(expected, read(bytes, Splits.random(random))));
  }

  @Test
  void readsTheSameWhenTheSinkPauses() throws Exception {
    byte[] bytes = conversation();
    List<String> expected = read(bytes, Splits::whole);

    Seeds.forEach(
        "frames with pauses",
        500,
        random -> {
          Splits.Way way = random.nextInt(5) == 0 ? Splits::whole : Splits.random(random);
          assertEquals(
              expected, PayloadTranscript.pausing(random).read(new WebSocketReader(), bytes, way));
        });
  }

  @Test
  void unmasksEveryLengthAtEveryOffset() throws Exception {
    for (int length = 0; length <= 40; length++) {
      byte[] payload = random(length, length);
      byte[] frame = ClientFrames.frame(ClientFrames.BINARY, MASK, payload);
      List<String> expected =
          length == 0 ? List.of() : List.of("bytes " + Transcript.shown(payload));
      for (int offset = 0; offset < 9; offset++) {
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(64), ByteBuffer.allocateDirect(64))) {
          buffer.put(offset, frame).position(offset).limit(offset + frame.length);
          PayloadTranscript found = PayloadTranscript.steady();
          assertTrue(new WebSocketReader().feed(buffer, found));
          assertEquals(expected, found.entries());
          assertFalse(buffer.hasRemaining());
        }
      }
    }
  }

  @Test
  void touchesNothingOutsideOfTheBuffer() throws Exception {
    byte[] payload = random(1, 21);
    byte[] frame = ClientFrames.frame(ClientFrames.BINARY, MASK, payload);
    ByteBuffer buffer = ByteBuffer.allocate(3 + frame.length + 9);
    buffer.put(3, frame).position(3).limit(3 + frame.length);

    new WebSocketReader().feed(buffer, PayloadTranscript.steady());

    buffer.clear();
    assertEquals("000000", Hex.of(buffer.duplicate().limit(3)));
    assertEquals(Hex.of(payload), Hex.of(buffer.duplicate().position(9).limit(30)));
    assertEquals("000000000000000000", Hex.of(buffer.duplicate().position(30)));
  }

  @Test
  void longFramesStreamThrough() throws Exception {
    byte[] payload = random(1, 70_000);

    assertEquals(
        List.of("bytes " + Transcript.shown(payload)),
        read(ClientFrames.frame(ClientFrames.BINARY, MASK, payload), Splits::whole));
  }

  @Test
  void ignoresWhatFollowsAClose() throws Exception {
    byte[] bytes =
        join(
            ClientFrames.frame(ClientFrames.CLOSE, MASK, new byte[0]),
            ClientFrames.frame(ClientFrames.BINARY, MASK, random(1, 5)),
            Hex.bytes("FFFFFFFF"));

    assertEquals(List.of("end"), read(bytes, Splits::whole));
    assertEquals(List.of("end"), read(bytes, Splits::single));
  }

  @ParameterizedTest
  @CsvSource({
    "8204 01020304,               1002, not masked",
    "8200,                        1002, not masked and empty",
    "8900,                        1002, a ping that is not masked",
    "C284 00000000,               1002, RSV1",
    "A284 00000000,               1002, RSV2",
    "9284 00000000,               1002, RSV3",
    "C984 00000000,               1002, RSV1 in a ping",
    "8380,                        1002, opcode 3",
    "8480,                        1002, opcode 4",
    "8580,                        1002, opcode 5",
    "8680,                        1002, opcode 6",
    "8780,                        1002, opcode 7",
    "8B80,                        1002, opcode 11",
    "8C80,                        1002, opcode 12",
    "8D80,                        1002, opcode 13",
    "8E80,                        1002, opcode 14",
    "8F80,                        1002, opcode 15",
    "0980,                        1002, a fragmented ping",
    "0880,                        1002, a fragmented close",
    "0A80,                        1002, a fragmented pong",
    "89FE,                        1002, a ping with a 16-bit length",
    "88FF,                        1002, a close with a 64-bit length",
    "8080,                        1002, a continuation of nothing",
    "0080,                        1002, a fragment of nothing",
    "0280 00000000 8280,          1002, a message within another",
    "0280 00000000 0280,          1002, a fragment that starts within a message",
    "0280 00000000 8080 00000000 8080, 1002, a continuation behind the last one",
    "82FE 007D 00000000,          1002, 125 in 16 bits",
    "82FE 0000 00000000,          1002, 0 in 16 bits",
    "82FF 000000000000FFFF 00000000, 1002, 65535 in 64 bits",
    "82FF 0000000000000000 00000000, 1002, 0 in 64 bits",
    "82FF 8000000000000000 00000000, 1009, the highest bit of 64",
    "82FF FFFFFFFFFFFFFFFF 00000000, 1009, all 64 bits",
    "82FF 7FFFFFFFFFFFFFFF 00000000, 1009, all bits but the highest",
    "82FF 0000000004000001 00000000, 1009, one byte more than 64 MiB",
    "8180 00000000,               1003, text",
    "0180 00000000,               1003, a fragment of text",
    "8881 00000000 03,            1002, a close of one byte"
  })
  void refuses(String hex, int closeCode, String what) {
    byte[] bytes = Hex.bytes(hex);
    for (Splits.Way way : List.<Splits.Way>of(Splits::whole, Splits::single)) {
      WebSocketReader reader = new WebSocketReader();
      FramingException e =
          assertThrows(
              FramingException.class,
              () -> way.feed(bytes, in -> reader.feed(in, PayloadTranscript.steady())),
              what);
      assertEquals(closeCode, e.closeCode(), what);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "82FE 007E 00000000,             126 in 16 bits",
    "82FE FFFF 00000000,             65535 in 16 bits",
    "82FF 0000000000010000 00000000, 65536 in 64 bits",
    "82FF 0000000004000000 00000000, 64 MiB",
    "89FD 00000000,                  a ping of 125 bytes",
    "8882 00000000 03E8,             a close with a code",
    "0280 00000000 8980 00000000 0080 00000000 8080 00000000, a ping within a message"
  })
  void takes(String hex, String what) throws Exception {
    List<String> found = read(Hex.bytes(hex), Splits::single);

    assertTrue(found.stream().noneMatch(entry -> entry.startsWith("refused")), what);
  }

  @Test
  void letsAnExceptionOfTheSinkThrough() {
    WireFormatException mine = new WireFormatException("mine");
    byte[] frame = ClientFrames.frame(ClientFrames.BINARY, MASK, random(1, 5));

    assertEquals(
        mine,
        assertThrows(
            WireFormatException.class,
            () -> new WebSocketReader().feed(ByteBuffer.wrap(frame), new Failing(mine))));
  }
}
