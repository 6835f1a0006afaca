/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.testing.Mutations;
import io.rdgateway.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Vectors by us, with the values of the specification's example 4.3.1 and filler for the cookie;
 * the probe by a scanner.
 */
class UdpPacketTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Bytes COOKIE = filler(1433);

  private static final UdpPacket.Connect CONNECT =
      new UdpPacket.Connect(3389, 1500, 1500, 1, -1, COOKIE);
  private static final List<String> SMALL =
      List.of(
          "020010006a056a05ffffffff0000000000000000",
          "03000400deadbeef",
          "040008000000000000000000",
          "05000700000002000100cc");

  private static Bytes filler(int length) {
    byte[] filler = new byte[length];
    Arrays.fill(filler, (byte) 0xCC);
    return Bytes.copyOf(filler);
  }

  private static UdpPacket decode(byte[] datagram) throws WireFormatException {
    return UdpPacket.decode(ByteBuffer.wrap(datagram));
  }

  private static UdpPacket decode(String hex) throws WireFormatException {
    return decode(HEX.parseHex(hex));
  }

  @Test
  void connectTravelsInFragmentsWhoseDatagramMayBePadded() throws WireFormatException {
    byte[] connect = CONNECT.encode();
    assertEquals(1453, connect.length);
    assertEquals("0100a9053d0d9905dc05dc0501000000ffffffffcc", HEX.formatHex(connect, 0, 21));
    assertEquals(CONNECT, decode(connect));

    UdpPacket.ConnectFragment first =
        new UdpPacket.ConnectFragment(0, 2, Bytes.copyOf(Arrays.copyOf(connect, 1000)));
    UdpPacket.ConnectFragment second =
        new UdpPacket.ConnectFragment(1, 2, Bytes.copyOf(Arrays.copyOfRange(connect, 1000, 1453)));
    assertEquals(1010, first.encode().length);
    assertEquals("0500ee0300000200e8030100a9053d0d9905", HEX.formatHex(first.encode(), 0, 18));
    assertEquals("0500cb0101000200c501cc", HEX.formatHex(second.encode(), 0, 11));
    assertEquals(first, decode(Arrays.copyOf(first.encode(), 1400)));
    assertEquals(second, decode(second.encode()));
  }

  @Test
  void theResultOfAResponseHasEightOrFourBytes() throws WireFormatException {
    UdpPacket response = new UdpPacket.ConnectResponse(1386, 1386, -1, ResultCode.SUCCESS);
    assertEquals(response, decode("020010006a056a05ffffffff0000000000000000"));
    assertEquals(response, decode("02000c006a056a05ffffffff00000000"));
    assertEquals("020010006a056a05ffffffff0000000000000000", HEX.formatHex(response.encode()));
  }

  @Test
  void dataAndDisconnect() throws WireFormatException {
    UdpPacket data = new UdpPacket.Data(Bytes.copyOf(HEX.parseHex("deadbeef")));
    assertEquals(data, decode("03000400deadbeef"));
    assertEquals("03000400deadbeef", HEX.formatHex(data.encode()));
    UdpPacket disconnect = new UdpPacket.Disconnect(ResultCode.SUCCESS);
    assertEquals(disconnect, decode("040008000000000000000000"));
    assertEquals("040008000000000000000000", HEX.formatHex(disconnect.encode()));
  }

  @Test
  void refusesTheFragmentsOfCve20200609() {
    for (String hex :
        List.of(
            "0500070000004100010000", // the scanner's probe: one of 65
            "050007000200020001 00cc".replace(" ", ""), // an index behind the count
            "050007000000000001 00cc".replace(" ", ""), // none at all
            "0500060000000100 0000".replace(" ", ""), // an empty piece
            "050007000000010 0e903cc".replace(" ", ""))) { // more than 1,000 bytes
      assertThrows(WireFormatException.class, () -> decode(hex), hex);
    }
  }

  @Test
  void readsAndWritesTheCorrelationInfo() {
    byte[] bytes = HEX.parseHex("00000000aa1dd8928f9520da7a46bbe365e7e9b4edcf1daa1a00");
    CorrelationInfo info =
        new CorrelationInfo(UUID.fromString("958f92d8-da20-467a-bbe3-65e7e9b4edcf"));
    assertArrayEquals(bytes, info.encode());
    ByteBuffer datagram = ByteBuffer.allocate(40).put(new byte[14]).put(bytes).flip();
    assertEquals(Optional.of(info), CorrelationInfo.atEndOf(datagram));
    assertTrue(CorrelationInfo.atEndOf(datagram.limit(39)).isEmpty());
    assertTrue(CorrelationInfo.atEndOf(ByteBuffer.allocate(25)).isEmpty());
  }

  @Test
  void survivesTruncationAndMutations() throws WireFormatException {
    List<byte[]> all = new ArrayList<>(SMALL.stream().map(HEX::parseHex).toList());
    all.add(CONNECT.encode());
    for (byte[] datagram : all) {
      assertArrayEquals(datagram, decode(datagram).encode());
      for (int length = 0; length < datagram.length; length++) {
        byte[] cut = Arrays.copyOf(datagram, length);
        assertThrows(WireFormatException.class, () -> decode(cut));
      }
    }
    Seeds.forEach(
        "UDP packets",
        20_000,
        random -> UdpPacketFuzzTarget.fuzzerTestOneInput(Mutations.next(random, all)));
  }
}
