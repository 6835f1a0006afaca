/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.util.Arrays;

/** A packet as it came (RFC 2865, section 3). Keeps its bytes, over which digests are taken. */
final class Packet {
  static final int HEADER = 20;
  static final int AUTHENTICATOR = 4;
  static final int AUTHENTICATOR_BYTES = 16;
  static final int MAX_LENGTH = 4096;

  private final byte[] bytes;
  private final AttributeList attributes;

  private Packet(byte[] bytes, AttributeList attributes) {
    this.bytes = bytes;
    this.attributes = attributes;
  }

  /** Reads a datagram; what follows the packet's own length is padding. */
  static Packet parse(byte[] datagram) throws MalformedPacketException {
    if (datagram.length < HEADER) {
      throw new MalformedPacketException("a datagram is shorter than a header");
    }
    int length = (datagram[2] & 0xFF) << 8 | (datagram[3] & 0xFF);
    if (length < HEADER || length > MAX_LENGTH || length > datagram.length) {
      throw new MalformedPacketException("a packet has the wrong length");
    }
    byte[] bytes = Arrays.copyOf(datagram, length);
    return new Packet(bytes, AttributeList.parse(bytes, HEADER));
  }

  int code() {
    return bytes[0] & 0xFF;
  }

  int identifier() {
    return bytes[1] & 0xFF;
  }

  AttributeList attributes() {
    return attributes;
  }

  /** A copy of the whole packet. */
  byte[] bytes() {
    return bytes.clone();
  }
}
