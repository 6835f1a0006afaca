/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one header of the PROXY protocol that a connection begins with, version 1 or 2. The
 * first byte that fits neither ends it, so nothing else is ever taken for a header; what a header
 * may hold is bounded. Not thread-safe.
 */
public final class ProxyHeaderReader {
  /** With the line end; the longest line that the specification allows. */
  private static final int MAX_LINE = 107;

  /** Addresses and TLVs of version 2. Longer ones would carry certificates, which nobody reads. */
  private static final int MAX_LENGTH = 4096;

  private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final int TLV_HEAD = 3;
  private static final int TLV_CRC32C = 3;
  private static final int CRC_BYTES = 4;

  private byte[] buffer = new byte[MAX_LINE];
  private int fill;

  /**
   * Reads on.
   *
   * @param in consumed up to the end of the header, or to its limit
   * @return the header when it is complete, after which the reader must not be used; null before
   * @throws WireFormatException if the bytes are no header
   */
  public @Nullable ProxyHeader feed(ByteBuffer in) throws WireFormatException {
    while (in.hasRemaining()) {
      byte b = in.get();
      buffer[fill++] = b;
      ProxyHeader header = buffer[0] == LINE_START[0] ? line(b) : binary(b);
      if (header != null) {
        return header;
      }
    }
    return null;
  }

  // Version 1.

  private @Nullable ProxyHeader line(byte b) throws WireFormatException {
    if (fill <= LINE_START.length) {
      if (b != LINE_START[fill - 1]) {
        throw notAHeader();
      }
      return null;
    }
    if (b == '\n') {
      if (buffer[fill - 2] != '\r') {
        throw new WireFormatException("a line of the PROXY protocol ends with LF alone");
      }
      return parse(new String(buffer, 0, fill - 2, StandardCharsets.US_ASCII));
    }
    if (fill == MAX_LINE) {
      throw new WireFormatException(
          "a line of the PROXY protocol has more than " + MAX_LINE + " bytes");
    }
    return null;
  }

  private static ProxyHeader parse(String line) throws WireFormatException {
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return ProxyHeader.NOBODY; // the rest of the line is to be ignored
    }
    boolean v4 = words[1].equals("TCP4");
    if (words.length != 6 || (!v4 && !words[1].equals("TCP6"))) {
      throw new WireFormatException(
          "a line of the PROXY protocol is not TCP4 or TCP6, two addresses and two ports");
    }
    return ProxyHeader.of(end(v4, words[2], words[4]), end(v4, words[3], words[5]));
  }

  private static InetSocketAddress end(boolean v4, String address, String port)
      throws WireFormatException {
    InetAddress ip = v4 ? IpLiteral.parse4(address) : IpLiteral.parse6(address);
    int number = port.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(port) : -1;
    if (ip == null || number < 0 || number > 0xFFFF) {
      throw new WireFormatException(
          "a line of the PROXY protocol has an address or a port that is none");
    }
    return new InetSocketAddress(ip, number);
  }

  // Version 2.

  private @Nullable ProxyHeader binary(byte b) throws WireFormatException {
    if (fill <= ProxyHeader.SIGNATURE.length) {
      if (b != ProxyHeader.SIGNATURE[fill - 1]) {
        throw notAHeader();
      }
      return null;
    }
    if (fill < ProxyHeader.HEAD) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(buffer, 0, fill);
    int length = header.getShort(ProxyHeader.HEAD - 2) & 0xFFFF;
    if (fill == ProxyHeader.HEAD) {
      if (length > MAX_LENGTH) {
        throw new WireFormatException(
            "a header of the PROXY protocol has more than " + MAX_LENGTH + " bytes");
      }
      buffer = Arrays.copyOf(buffer, ProxyHeader.HEAD + length);
    }
    return fill < ProxyHeader.HEAD + length ? null : parse(header);
  }

  private ProxyHeader parse(ByteBuffer header) throws WireFormatException {
    int command = header.get(ProxyHeader.SIGNATURE.length) & 0xFF;
    if (command == (ProxyHeader.VERSION_2 | ProxyHeader.LOCAL)) {
      return ProxyHeader.NOBODY; // whatever it carries is to be ignored
    }
    if (command != (ProxyHeader.VERSION_2 | ProxyHeader.PROXY)) {
      throw new WireFormatException(
          "a header of the PROXY protocol has an unknown version or command");
    }
    int family = header.get(ProxyHeader.SIGNATURE.length + 1) & 0xFF;
    header.position(ProxyHeader.HEAD);
    return switch (family) {
      case ProxyHeader.UNSPEC -> ProxyHeader.NOBODY;
      case ProxyHeader.TCP_OVER_IPV4 -> ends(header, ProxyHeader.IPV4_BYTES, 4);
      case ProxyHeader.TCP_OVER_IPV6 -> ends(header, ProxyHeader.IPV6_BYTES, 16);
      default ->
          throw new WireFormatException(
              "a header of the PROXY protocol is for neither TCP over IPv4 nor TCP over IPv6");
    };
  }

  private ProxyHeader ends(ByteBuffer header, int length, int size) throws WireFormatException {
    if (header.remaining() < length) {
      throw new WireFormatException(
          "a header of the PROXY protocol is too short for its addresses");
    }
    InetAddress source = address(header, size);
    InetAddress destination = address(header, size);
    int sourcePort = header.getShort() & 0xFFFF;
    int destinationPort = header.getShort() & 0xFFFF;
    checkTlvs(header);
    return ProxyHeader.of(
        new InetSocketAddress(source, sourcePort),
        new InetSocketAddress(destination, destinationPort));
  }

  private static InetAddress address(ByteBuffer header, int size) {
    byte[] bytes = new byte[size];
    header.get(bytes);
    return IpLiteral.ofBytes(bytes);
  }

  /** Nothing in them is used, but a checksum has to be right where there is one. */
  private void checkTlvs(ByteBuffer header) throws WireFormatException {
    while (header.hasRemaining()) {
      if (header.remaining() < TLV_HEAD) {
        throw new WireFormatException("a TLV of the PROXY protocol is cut short");
      }
      int type = header.get() & 0xFF;
      int length = header.getShort() & 0xFFFF;
      if (length > header.remaining()) {
        throw new WireFormatException("a TLV of the PROXY protocol is longer than its header");
      }
      if (type == TLV_CRC32C && !(length == CRC_BYTES && isChecksumRight(header.position()))) {
        throw new WireFormatException("the checksum of a header of the PROXY protocol is wrong");
      }
      header.position(header.position() + length);
    }
  }

  /** The checksum covers the whole header, with zeros in its own place. */
  private boolean isChecksumRight(int at) {
    CRC32C checksum = new CRC32C();
    checksum.update(buffer, 0, at);
    checksum.update(new byte[CRC_BYTES]);
    checksum.update(buffer, at + CRC_BYTES, fill - at - CRC_BYTES);
    return ByteBuffer.wrap(buffer).getInt(at) == (int) checksum.getValue();
  }

  private static WireFormatException notAHeader() {
    return new WireFormatException(
        "the connection does not begin with a header of the PROXY protocol; let the proxy send one");
  }
}
