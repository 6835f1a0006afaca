/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.rdgateway.testing.Hex;
import io.rdgateway.testing.Mutations;
import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final String V4 = "/203.0.113.9:58793 to /10.0.0.1:443";
  private static final String V6 = "/[2001:db8:0:0:0:0:0:9]:58793 to /[fd00:0:0:0:0:0:0:1]:443";
  private static final String NOBODY = "null to null";

  private static List<String> read(byte[] bytes) throws Exception {
    return ProxyHeaders.read(bytes, Splits::whole);
  }

  @Test
  void readsWhatTheHeadersSay() throws Exception {
    List<String> expected =
        List.of(
            V4,
            V6,
            "/255.255.255.255:65535 to /255.255.255.255:65535",
            NOBODY,
            NOBODY,
            V4,
            V6,
            NOBODY,
            NOBODY,
            NOBODY,
            V4,
            V4);
    for (int i = 0; i < expected.size(); i++) {
      byte[] header = ProxyHeaders.GOOD.get(i);
      assertEquals(List.of(expected.get(i)), read(header));
      assertEquals(List.of(expected.get(i)), ProxyHeaders.read(header, Splits::single));
    }
    assertEquals(expected.size(), ProxyHeaders.GOOD.size());
  }

  @Test
  void leavesWhatFollowsTheHeader() throws Exception {
    for (byte[] header : ProxyHeaders.GOOD) {
      ByteBuffer in = ByteBuffer.allocate(header.length + 3).put(header).put(new byte[3]).flip();
      ProxyHeader read = new ProxyHeaderReader().feed(in);
      assertTrue(read != null && in.remaining() == 3, Hex.of(header));
    }
  }

  @Test
  void waitsForTheLastByte() throws Exception {
    for (byte[] header : ProxyHeaders.GOOD) {
      assertNull(new ProxyHeaderReader().feed(ByteBuffer.wrap(header, 0, header.length - 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY ",
        "PROXY  TCP4 203.0.113.9 10.0.0.1 58793 443",
        "PROXY TCP4",
        "PROXY TCP4 203.0.113.9 10.0.0.1 58793",
        "PROXY TCP4 203.0.113.9 10.0.0.1 58793 443 1",
        "PROXY TCP4 203.0.113.9 10.0.0.1 58793 443 ",
        "PROXY tcp4 203.0.113.9 10.0.0.1 58793 443",
        "PROXY UDP4 203.0.113.9 10.0.0.1 58793 443",
        "PROXY TCP5 203.0.113.9 10.0.0.1 58793 443",
        "PROXY UNKNOWNS",
        "PROXY TCP4 203.0.113 10.0.0.1 58793 443",
        "PROXY TCP4 203.0.113.09 10.0.0.1 58793 443",
        "PROXY TCP4 203.0.113.256 10.0.0.1 58793 443",
        "PROXY TCP4 localhost 10.0.0.1 58793 443",
        "PROXY TCP4 2001:db8::9 fd00::1 58793 443",
        "PROXY TCP6 203.0.113.9 10.0.0.1 58793 443",
        "PROXY TCP6 fe80::1%eth0 fd00::1 58793 443",
        "PROXY TCP6 [2001:db8::9] fd00::1 58793 443",
        "PROXY TCP6 2001:db8::9::1 fd00::1 58793 443",
        "PROXY TCP4 203.0.113.9 10.0.0.1 058793 443",
        "PROXY TCP4 203.0.113.9 10.0.0.1 65536 443",
        "PROXY TCP4 203.0.113.9 10.0.0.1 -1 443",
        "PROXY TCP4 203.0.113.9 10.0.0.1 58793 ",
        "GET / HTTP/1.1",
        "PROXYTCP4",
        " PROXY TCP4 203.0.113.9 10.0.0.1 58793 443"
      })
  void refusesLines(String line) throws Exception {
    assertRefused(ProxyHeaders.line(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000C CB007109 0A000001 E5A9 01BB", // version 1
        "31 11 000C CB007109 0A000001 E5A9 01BB",
        "22 11 000C CB007109 0A000001 E5A9 01BB", // a third command
        "21 12 000C CB007109 0A000001 E5A9 01BB", // UDP
        "21 10 000C CB007109 0A000001 E5A9 01BB",
        "21 01 0000",
        "21 31 00D8", // a socket file, without its 216 bytes
        "21 11 000B CB007109 0A000001 E5A9 01",
        "21 21 000C CB007109 0A000001 E5A9 01BB",
        "21 11 000D CB007109 0A000001 E5A9 01BB 04", // a TLV cut short
        "21 11 000F CB007109 0A000001 E5A9 01BB 04 0001",
        "21 11 0013 CB007109 0A000001 E5A9 01BB 03 0004 00000000", // a wrong checksum
        "21 11 0012 CB007109 0A000001 E5A9 01BB 03 0003 000000",
        "21 11 1001" // 4,097 bytes to come
      })
  void refusesHeaders(String digits) throws Exception {
    byte[] header = ProxyHeaders.binary(digits);
    assertRefused(digits.startsWith("21 31") ? java.util.Arrays.copyOf(header, 16 + 216) : header);
  }

  private static void assertRefused(byte[] bytes) throws Exception {
    List<String> whole = read(bytes);
    assertEquals(1, whole.size(), whole::toString);
    assertTrue(whole.get(0).startsWith("refused: "), whole::toString);
    assertEquals(whole, ProxyHeaders.read(bytes, Splits::single));
  }

  @Test
  void refusesAtTheFirstWrongByte() {
    for (String start : List.of("G", "PR0", "\u0016\u0003", "\r\n\r\n\0\r\nQUIX", "PROXY TCP4\n")) {
      byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
      assertThrows(
          WireFormatException.class, () -> new ProxyHeaderReader().feed(ByteBuffer.wrap(bytes)));
    }
  }

  @Test
  void boundsALineWithoutWaitingForItsEnd() throws Exception {
    String longest = "PROXY UNKNOWN " + "x".repeat(91);
    assertEquals(107, ProxyHeaders.line(longest).length);
    assertEquals(List.of(NOBODY), read(ProxyHeaders.line(longest)));
    byte[] endless = (longest + "xx").getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        List.of("refused: a line of the PROXY protocol has more than 107 bytes"), read(endless));
  }

  @Test
  void ignoresTlvsUpToItsBound() throws Exception {
    byte[] header =
        ByteBuffer.allocate(16 + 4096)
            .put(ProxyHeaders.binary("21 11 1000 CB007109 0A000001 E5A9 01BB 21"))
            .putShort((short) (4096 - 15))
            .array();
    assertEquals(List.of(V4), read(header));
  }

  // Netty's codec as the oracle.

  private static @Nullable String byNetty(byte[] bytes) {
    try {
      return decodedByNetty(bytes);
    } catch (DecoderException e) {
      return null; // at once, or when the channel is closed
    }
  }

  private static @Nullable String decodedByNetty(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      HAProxyMessage message = channel.readInbound();
      if (message == null) {
        return null;
      }
      try {
        return message.command() == HAProxyCommand.LOCAL || message.sourceAddress() == null
            ? NOBODY
            : address(message.sourceAddress(), message.sourcePort())
                + " to "
                + address(message.destinationAddress(), message.destinationPort());
      } finally {
        message.release();
      }
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static String address(String literal, int port) {
    InetAddress address = IpLiteral.parse(literal);
    return address == null ? literal : new InetSocketAddress(address, port).toString();
  }

  @Test
  void nettyReadsTheSame() {
    for (byte[] header : ProxyHeaders.GOOD) {
      String ours = String.valueOf(byOurs(header));
      if (!Hex.of(header).startsWith("0D0A0D0A000D0A515549540A2011")) { // Netty minds its LOCAL
        assertEquals(ours, byNetty(header), () -> Hex.of(header));
      }
    }
    Seeds.forEach(
        "PROXY protocol against Netty",
        5_000,
        random -> {
          byte[] bytes = Mutations.next(random, ProxyHeaders.GOOD);
          String ours = byOurs(bytes);
          String theirs = byNetty(bytes);
          // Netty looks into one kind of TLV that we leave alone.
          boolean tlvs = bytes.length > 28 && bytes[0] == '\r';
          if (ours != null && !ours.equals(NOBODY) && !(tlvs && theirs == null)) {
            assertEquals(ours, theirs, () -> Hex.of(bytes));
          }
        });
  }

  private static @Nullable String byOurs(byte[] bytes) {
    try {
      ProxyHeader header = new ProxyHeaderReader().feed(ByteBuffer.wrap(bytes));
      return header == null ? null : ProxyHeaders.shown(header);
    } catch (WireFormatException e) {
      return null;
    }
  }

  @Test
  void readsWhatNettyWrites() {
    Seeds.forEach(
        "PROXY protocol by Netty",
        500,
        random -> {
          boolean v4 = random.nextBoolean();
          InetSocketAddress from = address(random, v4);
          InetSocketAddress to = address(random, v4);
          EmbeddedChannel channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
          channel.writeOutbound(
              new HAProxyMessage(
                  random.nextBoolean() ? HAProxyProtocolVersion.V1 : HAProxyProtocolVersion.V2,
                  HAProxyCommand.PROXY,
                  v4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                  from.getAddress().getHostAddress(),
                  to.getAddress().getHostAddress(),
                  from.getPort(),
                  to.getPort()));
          io.netty.buffer.ByteBuf out = channel.readOutbound();
          byte[] bytes = io.netty.buffer.ByteBufUtil.getBytes(out);
          out.release();
          channel.finishAndReleaseAll();
          assertEquals(from + " to " + to, byOurs(bytes));
        });
  }

  private static InetSocketAddress address(Random random, boolean v4) throws Exception {
    byte[] bytes = new byte[v4 ? 4 : 16];
    random.nextBytes(bytes);
    return new InetSocketAddress(InetAddress.getByAddress(bytes), 1 + random.nextInt(65_535));
  }

  @Test
  void nettyAndWeReadWhatWeWrite() {
    Seeds.forEach(
        "PROXY protocol by us",
        500,
        random -> {
          boolean v4 = random.nextBoolean();
          ProxyHeader header = ProxyHeader.of(address(random, v4), address(random, v4));
          byte[] bytes = header.encode();
          assertEquals(ProxyHeaders.shown(header), byOurs(bytes));
          assertEquals(ProxyHeaders.shown(header), byNetty(bytes));
        });
  }

  @Test
  void writesMixedFamiliesAsIpv6() throws Exception {
    InetSocketAddress v4 = new InetSocketAddress(InetAddress.getByName("203.0.113.9"), 1);
    InetSocketAddress v6 = new InetSocketAddress(InetAddress.getByName("2001:db8::9"), 2);
    assertEquals(
        Hex.of(
            ProxyHeaders.binary(
                "21 21 0024 00000000000000000000FFFFCB007109"
                    + "20010DB8000000000000000000000009 0001 0002")),
        Hex.of(ProxyHeader.of(v4, v6).encode()));
    assertEquals(v4 + " to " + v6, byOurs(ProxyHeader.of(v4, v6).encode()));
    assertEquals(v6 + " to " + v4, byOurs(ProxyHeader.of(v6, v4).encode()));
  }

  @Test
  void writesThatThereIsNobody() {
    assertEquals(Hex.of(ProxyHeaders.binary("20 00 0000")), Hex.of(ProxyHeader.NOBODY.encode()));
  }
}
