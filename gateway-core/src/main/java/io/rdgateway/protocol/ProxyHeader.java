/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a header of the PROXY protocol says (HAProxy's "The PROXY protocol", versions 1 and 2).
 *
 * @param source the client; null if the header names nobody (LOCAL, UNKNOWN, UNSPEC), so that the
 *     addresses of the connection itself hold
 * @param destination where the client connected to; null with the source
 */
public record ProxyHeader(
    @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
  static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  /** Bytes of version 2 before the addresses. */
  static final int HEAD = 16;

  static final int VERSION_2 = 0x20;
  static final int LOCAL = 0;
  static final int PROXY = 1;
  static final int UNSPEC = 0x00;
  static final int TCP_OVER_IPV4 = 0x11;
  static final int TCP_OVER_IPV6 = 0x21;

  /** Bytes of two addresses and two ports. */
  static final int IPV4_BYTES = 12;

  static final int IPV6_BYTES = 36;

  /** The header that names nobody. */
  static final ProxyHeader NOBODY = new ProxyHeader(null, null);

  /** A header that names a client. */
  public static ProxyHeader of(InetSocketAddress source, InetSocketAddress destination) {
    return new ProxyHeader(source, destination);
  }

  /**
   * Version 2, without TLVs. Where one address is IPv6, the other is written as IPv4-mapped IPv6,
   * since a header has one family.
   */
  public byte[] encode() {
    InetSocketAddress from = source;
    InetSocketAddress to = destination;
    if (from == null || to == null) {
      return head(LOCAL, UNSPEC, new byte[0]);
    }
    boolean v4 =
        from.getAddress() instanceof Inet4Address && to.getAddress() instanceof Inet4Address;
    int size = v4 ? 4 : 16;
    byte[] ends = new byte[v4 ? IPV4_BYTES : IPV6_BYTES];
    ByteBuffer.wrap(ends)
        .put(sized(from.getAddress(), size))
        .put(sized(to.getAddress(), size))
        .putShort((short) from.getPort())
        .putShort((short) to.getPort());
    return head(PROXY, v4 ? TCP_OVER_IPV4 : TCP_OVER_IPV6, ends);
  }

  private static byte[] head(int command, int family, byte[] ends) {
    byte[] header = new byte[HEAD + ends.length];
    ByteBuffer.wrap(header)
        .put(SIGNATURE)
        .put((byte) (VERSION_2 | command))
        .put((byte) family)
        .putShort((short) ends.length)
        .put(ends);
    return header;
  }

  private static byte[] sized(InetAddress address, int size) {
    byte[] bytes = address.getAddress();
    if (bytes.length == size) {
      return bytes;
    }
    byte[] mapped = new byte[size];
    ByteBuffer.wrap(mapped).position(10).putShort((short) 0xFFFF).put(bytes);
    return mapped;
  }
}
