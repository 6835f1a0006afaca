/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * HTTP_PACKET_HEADER (MS-TSGU 2.2.10.9): type, two reserved bytes, and the length of the whole
 * packet.
 */
public final class PacketHeader {
  /** Its size in bytes. */
  public static final int SIZE = 8;

  private PacketHeader() {}
}
