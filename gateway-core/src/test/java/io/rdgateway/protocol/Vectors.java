/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import io.rdgateway.testing.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets as bytes and as records. The origin of each: S, field values of the examples in MS-TSGU
 * section 4; NET, a byte string of rdpgw.net's tests; MAC, tests and logs of the macOS shim; IR,
 * IronRDP's tests; F, as FreeRDP's code writes it; D, put together for this table.
 */
public final class Vectors {

  /**
   * One packet.
   *
   * @param encoded header included
   * @param packet what they mean
   * @param countsNul whether its strings end with a counted NUL, as our encoder writes them
   */
  public record Vector(
      String origin, String name, Bytes encoded, HttpPacket packet, boolean countsNul) {

    /** A copy of the bytes. */
    public byte[] bytes() {
      return encoded.toArray();
    }

    /** The part behind the header, cut to a length. */
    ByteBuffer body(int length) {
      return ByteBuffer.wrap(bytes(), PacketHeader.SIZE, length);
    }

    int bodyLength() {
      return encoded.length() - PacketHeader.SIZE;
    }

    @Override
    public String toString() {
      return name + " (" + origin + ")";
    }
  }

  /** All of them. */
  public static final List<Vector> ALL = all();

  private Vectors() {}

  private static List<Vector> all() {
    List<Vector> all = new ArrayList<>();
    PublishedVectors.specification(all);
    PublishedVectors.rdpgwNet(all);
    PublishedVectors.others(all);
    AssembledVectors.freeRdp(all);
    AssembledVectors.reauthentication(all);
    AssembledVectors.successes(all);
    AssembledVectors.refusals(all);
    return List.copyOf(all);
  }

  static void add(List<Vector> to, String origin, String name, String hex, HttpPacket packet) {
    to.add(new Vector(origin, name, Bytes.copyOf(Hex.bytes(hex)), packet, true));
  }

  static void addWithoutNul(
      List<Vector> to, String origin, String name, String hex, HttpPacket packet) {
    to.add(new Vector(origin, name, Bytes.copyOf(Hex.bytes(hex)), packet, false));
  }
}
