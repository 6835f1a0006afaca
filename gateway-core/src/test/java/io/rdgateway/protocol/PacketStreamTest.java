/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Hex;
import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PacketStreamTest {
  /** All vectors behind one another, with a DATA packet between some of them. */
  private static List<HttpPacket> packets() {
    List<HttpPacket> packets = new ArrayList<>();
    for (Vectors.Vector vector : Vectors.ALL) {
      packets.add(vector.packet());
      packets.add(new DataPacket(vector.encoded()));
    }
    return packets;
  }

  private static byte[] bytes(List<HttpPacket> packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packets.forEach(packet -> out.writeBytes(packet.encode()));
    return out.toByteArray();
  }

  private static List<String> expected(List<HttpPacket> packets) {
    return Stream.concat(PacketTranscript.expected(packets).stream(), Stream.of("at a boundary"))
        .toList();
  }

  @Test
  void findsAllPacketsHoweverTheyAreCut() throws Exception {
    List<HttpPacket> packets = packets();
    byte[] bytes = bytes(packets);
    List<String> expected = expected(packets);

    assertEquals(expected, PacketTranscript.steady().read(bytes, Splits::whole));
    assertEquals(expected, PacketTranscript.steady().read(bytes, Splits::single));
    Seeds.forEach(
        "packets cut at random",
        500,
        random ->
            assertEquals(expected, PacketTranscript.steady().read(bytes, Splits.random(random))));
  }

  @Test
  void findsAllPacketsWhenTheSinkPauses() {
    List<HttpPacket> packets = packets();
    byte[] bytes = bytes(packets);
    List<String> expected = expected(packets);

    Seeds.forEach(
        "packets with pauses",
        500,
        random -> {
          Splits.Way way = random.nextInt(5) == 0 ? Splits::whole : Splits.random(random);
          assertEquals(expected, PacketTranscript.pausing(random).read(bytes, way));
        });
  }

  @Test
  void leavesEverythingUnreadBehindThePacketAfterWhichTheSinkPauses() throws Exception {
    ByteBuffer in = ByteBuffer.wrap(bytes(List.of(new Keepalive(), new Keepalive())));
    PacketStream stream = new PacketStream();
    List<PacketType> found = new ArrayList<>();

    assertFalse(stream.feed(in, pauseAfterEach(found)));
    assertEquals(8, in.position());
    assertEquals(16, in.limit());
    assertFalse(stream.feed(in, pauseAfterEach(found)));
    assertEquals(16, in.position());
    assertEquals(List.of(PacketType.KEEPALIVE, PacketType.KEEPALIVE), found);
  }

  private static PacketStream.Sink pauseAfterEach(List<PacketType> found) {
    return new PacketStream.Sink() {
      @Override
      public boolean packet(PacketType type, ByteBuffer body) {
        found.add(type);
        return false;
      }

      @Override
      public void data(ByteBuffer bytes) {
        throw new AssertionError("there is no data");
      }
    };
  }

  @Test
  void passesDataWhereItLies() throws Exception {
    ByteBuffer in = ByteBuffer.wrap(Hex.bytes("0A000000 0D000000 0300 414243 0D000000"));
    List<Integer> runs = new ArrayList<>();

    new PacketStream()
        .feed(
            in,
            new PacketStream.Sink() {
              @Override
              public boolean packet(PacketType type, ByteBuffer body) {
                throw new AssertionError("there is no whole control packet");
              }

              @Override
              public void data(ByteBuffer bytes) {
                assertSame(in, bytes);
                runs.addAll(List.of(bytes.position(), bytes.limit()));
              }
            });

    assertEquals(List.of(10, 13), runs);
    assertEquals(in.limit(), in.position());
  }

  @Test
  void ignoresWhatFollowsTheDataWithinItsPacket() throws Exception {
    byte[] bytes = Hex.bytes("0A000000 10000000 0200 4142 DDDDDDDD 0D000000 08000000");

    for (Splits.Way way : List.<Splits.Way>of(Splits::whole, Splits::single)) {
      assertEquals(
          List.of("bytes 4142", "KEEPALIVE ", "at a boundary"),
          PacketTranscript.steady().read(bytes, way));
    }
  }

  @Test
  void isWithinThePacketUntilItsTailHasPassed() throws Exception {
    PacketStream stream = new PacketStream();
    byte[] bytes = Hex.bytes("0A000000 0C000000 0100 41 DD");

    stream.feed(ByteBuffer.wrap(bytes, 0, 11), PacketTranscript.steady());
    assertFalse(stream.isAtBoundary());
    stream.feed(ByteBuffer.wrap(bytes, 11, 1), PacketTranscript.steady());
    assertTrue(stream.isAtBoundary());
  }

  @Test
  void ignoresDataPacketsWithoutData() throws Exception {
    byte[] bytes = Hex.bytes("0A000000 0A000000 0000 0D000000 08000000");

    assertEquals(
        List.of("KEEPALIVE ", "at a boundary"),
        PacketTranscript.steady().read(bytes, Splits::single));
  }

  @Test
  void ignoresTheReservedBytesOfTheHeader() throws Exception {
    assertEquals(
        List.of("KEEPALIVE ", "at a boundary"),
        PacketTranscript.steady().read(Hex.bytes("0D00FFFF 08000000"), Splits::whole));
  }

  @Test
  void handsUnknownTypesOver() throws Exception {
    assertEquals(
        List.of("0x0E ABCD", "0xFFFF ", "at a boundary"),
        PacketTranscript.steady()
            .read(Hex.bytes("0E000000 0A000000 ABCD FFFF0000 08000000"), Splits::single));
  }

  @ParameterizedTest
  @MethodSource("io.rdgateway.protocol.VectorsTest#vectors")
  void staysWithinThePacketUntilItIsWhole(Vectors.Vector vector) throws Exception {
    byte[] bytes = vector.bytes();
    PacketStream stream = new PacketStream();
    PacketTranscript found = PacketTranscript.steady();

    assertTrue(stream.isAtBoundary());
    for (int i = 0; i < bytes.length - 1; i++) {
      stream.feed(ByteBuffer.wrap(bytes, i, 1), found);
      assertFalse(stream.isAtBoundary(), "after byte " + i);
    }
    assertTrue(found.entries().stream().allMatch(entry -> entry.startsWith("bytes ")));
    stream.feed(ByteBuffer.wrap(bytes, bytes.length - 1, 1), found);
    assertTrue(stream.isAtBoundary());
  }

  static IntStream types() {
    return IntStream.concat(IntStream.rangeClosed(0, 0x12), IntStream.of(0xFFFF));
  }

  private static long longest(int type) {
    return switch (type) {
      case 0x04 -> 65_561;
      case 0x0A -> 65_545;
      case 0x0D -> 8;
      default -> 65_536;
    };
  }

  @ParameterizedTest
  @MethodSource("types")
  void takesLengthsBetweenTheHeaderAndTheLargestOfItsType(int type) throws Exception {
    int shortest = type == 0x0A ? 10 : 8;
    for (long length = 0; length < shortest; length++) {
      refuses(type, length);
    }
    refuses(type, longest(type) + 1);
    refuses(type, 0x8000_0000L);
    refuses(type, 0x8000_0000L + shortest);
    refuses(type, 0xFFFF_FFFFL);
    takes(type, shortest);
    takes(type, (int) longest(type));
  }

  private static void refuses(int type, long length) {
    WireFormatException e =
        assertThrows(
            WireFormatException.class,
            () -> new PacketStream().feed(head(type, length, 8), PacketTranscript.steady()),
            () -> "type " + type + ", length " + length);
    assertEquals(ResultCode.INTERNAL_ERROR, e.reply());
  }

  private static void takes(int type, int length) throws Exception {
    PacketStream stream = new PacketStream();
    ByteBuffer packet = head(type, length, length);
    if (type == 0x0A) {
      packet.order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) (length - 10));
    }
    PacketTranscript found = PacketTranscript.steady();
    stream.feed(packet, found);
    assertTrue(stream.isAtBoundary());
    assertEquals(length == 10 && type == 0x0A ? 0 : 1, found.entries().size());
  }

  private static ByteBuffer head(int type, long length, int size) {
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(0, (short) type)
        .putInt(4, (int) length);
  }

  @Test
  void refusesMoreDataThanItsPacketHas() {
    for (String hex :
        List.of("0A000000 0A000000 0100", "0A000000 0F000000 0600", "0A000000 08000100 FFFF")) {
      WireFormatException e =
          assertThrows(
              WireFormatException.class,
              () ->
                  new PacketStream()
                      .feed(ByteBuffer.wrap(Hex.bytes(hex)), PacketTranscript.steady()),
              hex);
      assertEquals(ResultCode.INTERNAL_ERROR, e.reply());
    }
  }

  @Test
  void letsAnExceptionOfTheSinkThrough() {
    WireFormatException mine = new WireFormatException("mine", ResultCode.COOKIE_BAD_PACKET);
    PacketStream.Sink sink =
        new PacketStream.Sink() {
          @Override
          public boolean packet(PacketType type, ByteBuffer body) throws WireFormatException {
            throw mine;
          }

          @Override
          public void data(ByteBuffer bytes) throws WireFormatException {
            throw mine;
          }
        };
    for (HttpPacket packet :
        List.of(new Keepalive(), new DataPacket(Bytes.copyOf(new byte[] {1})))) {
      assertEquals(
          mine,
          assertThrows(
              WireFormatException.class,
              () -> new PacketStream().feed(ByteBuffer.wrap(packet.encode()), sink)));
    }
  }
}
