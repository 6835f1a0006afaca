/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import io.rdgateway.testing.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkReaderTest {
  private static final byte[] PAYLOAD = payload();

  private static byte[] payload() {
    byte[] payload = new byte[5000];
    new Random(1).nextBytes(payload);
    return payload;
  }

  private static List<String> read(byte[] bytes, Splits.Way way) throws Exception {
    return PayloadTranscript.steady().read(new ChunkReader(), bytes, way);
  }

  private static byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Chunks.random(new Random(2), PAYLOAD, 700));
    out.writeBytes(Chunks.last());
    return out.toByteArray();
  }

  @Test
  void readsTheSameHoweverItIsCut() throws Exception {
    byte[] bytes = body();
    List<String> expected = List.of("bytes " + Transcript.shown(PAYLOAD), "end");

    assertEquals(expected, read(bytes, Splits::whole));
    assertEquals(expected, read(bytes, Splits::single));
    Seeds.forEach(
        "chunks cut at random",
        500,
        random -> assertEquals(expected, read(bytes, Splits.random(random))));
  }

  @Test
  void readsTheSameWhenTheSinkPauses() {
    byte[] bytes = body();
    List<String> expected = List.of("bytes " + Transcript.shown(PAYLOAD), "end");

    Seeds.forEach(
        "chunks with pauses",
        500,
        random -> {
          Splits.Way way = random.nextInt(5) == 0 ? Splits::whole : Splits.random(random);
          assertEquals(
              expected, PayloadTranscript.pausing(random).read(new ChunkReader(), bytes, way));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\r\nabc\r\n",
        "003\r\nabc\r\n",
        "0000003\r\nabc\r\n",
        "3;name\r\nabc\r\n",
        "3;name=value\r\nabc\r\n",
        "3;name=\"a\tb c\u00FC\"\r\nabc\r\n",
        "1\r\na\r\n2\r\nbc\r\n"
      })
  void takes(String text) throws Exception {
    byte[] bytes = Chunks.ascii(text);

    assertEquals(List.of("bytes 616263"), read(bytes, Splits::whole));
    assertEquals(List.of("bytes 616263"), read(bytes, Splits::single));
  }

  @Test
  void takesSizesInBothCases() throws Exception {
    String text = "x".repeat(0xab);

    for (String size : List.of("ab", "AB", "aB")) {
      assertEquals(
          List.of("bytes " + Transcript.shown(Chunks.ascii(text))),
          read(Chunks.ascii(size + "\r\n" + text + "\r\n"), Splits::whole));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n", // no size
        ";a\r\n", // an extension without a size
        "+3\r\nabc\r\n",
        "-3\r\nabc\r\n",
        "0x3\r\nabc\r\n",
        " 3\r\nabc\r\n",
        "\t3\r\nabc\r\n",
        "3 \r\nabc\r\n",
        "3 ;a\r\nabc\r\n",
        "3g\r\nabc\r\n",
        "\u00B3\r\nabc\r\n", // superscript three
        "3\nabc\r\n", // LF alone
        "3\rabc\r\n", // CR alone
        "3\r\rabc\r\n",
        "3;a\nabc\r\n",
        "3;a\rb\r\nabc\r\n",
        "3;a\u0000\r\nabc\r\n",
        "3;a\u000B\r\nabc\r\n",
        "3;a\u007F\r\nabc\r\n",
        "10000000\r\n", // eight digits
        "00000003\r\nabc\r\n",
        "FFFFFFFF\r\n",
        "10000000000000003\r\nabc\r\n", // 3 in 64 bits
        "3\r\nabcd\r\n", // longer than its size
        "4\r\nabc\r\n\r\n", // shorter than its size
        "3\r\nabc\n",
        "3\r\nabc\r3\r\n",
        "3\r\nabc\r\n\r\n", // an empty line between chunks
        "0\r\nname: value\r\n\r\n", // a trailer
        "0\r\n\r\rx",
        "0\r\n\n",
        "0\n\r\n",
        "0\r\n\r\nG", // bytes behind the last chunk
        "0\r\n\r\n\r\n",
        "00\r\n\r\n3\r\nabc\r\n"
      })
  void refuses(String text) {
    byte[] bytes = Chunks.ascii(text);
    for (Splits.Way way : List.<Splits.Way>of(Splits::whole, Splits::single)) {
      ChunkReader reader = new ChunkReader();
      assertThrows(
          FramingException.class,
          () -> way.feed(bytes, in -> reader.feed(in, PayloadTranscript.steady())),
          text);
    }
  }

  @Test
  void extensionsAreBounded() throws Exception {
    byte[] fits = Chunks.ascii("3;" + "a".repeat(256) + "\r\nabc\r\n");
    byte[] tooLong = Chunks.ascii("3;" + "a".repeat(257) + "\r\nabc\r\n");

    assertEquals(List.of("bytes 616263"), read(fits, Splits::whole));
    assertTrue(read(tooLong, Splits::whole).get(0).startsWith("refused"));
  }

  @Test
  void theBoundOnExtensionsIsForEachChunk() throws Exception {
    byte[] chunk = Chunks.ascii("1;" + "a".repeat(200) + "\r\nb\r\n");
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(chunk);
    two.writeBytes(chunk);

    assertEquals(List.of("bytes 6262"), read(two.toByteArray(), Splits::whole));
  }

  @Test
  void theEndComesOnlyWithTheLastByte() throws Exception {
    byte[] last = Chunks.last();
    ChunkReader reader = new ChunkReader();
    PayloadTranscript found = PayloadTranscript.steady();

    reader.feed(ByteBuffer.wrap(last, 0, last.length - 1), found);
    assertEquals(List.of(), found.entries());
    reader.feed(ByteBuffer.wrap(last, last.length - 1, 1), found);
    assertEquals(List.of("end"), found.entries());
  }

  @Test
  void letsAnExceptionOfTheSinkThrough() {
    WireFormatException mine = new WireFormatException("mine");

    assertEquals(
        mine,
        assertThrows(
            WireFormatException.class,
            () ->
                new ChunkReader()
                    .feed(ByteBuffer.wrap(Chunks.chunk(new byte[5])), new Failing(mine))));
  }
}
