/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static io.rdgateway.auth.radius.AttributeType.VENDOR_SPECIFIC;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The attributes of a packet that came, in their order. */
final class AttributeList {
  private static final int HEAD = 2;
  private static final int VENDOR_ID = 4;

  private final List<Attribute> attributes;

  private AttributeList(List<Attribute> attributes) {
    this.attributes = attributes;
  }

  /** Reads attributes until the end; one that does not fit makes the packet worthless. */
  static AttributeList parse(byte[] packet, int start) throws MalformedPacketException {
    List<Attribute> found = new ArrayList<>();
    int at = start;
    while (at < packet.length) {
      int length = at + 1 < packet.length ? packet[at + 1] & 0xFF : 0;
      if (length < HEAD || at + length > packet.length) {
        throw new MalformedPacketException("an attribute has the wrong length");
      }
      found.add(
          new Attribute(packet[at] & 0xFF, Arrays.copyOfRange(packet, at + HEAD, at + length)));
      at += length;
    }
    return new AttributeList(List.copyOf(found));
  }

  List<Attribute> all(int type) {
    return attributes.stream().filter(attribute -> attribute.type() == type).toList();
  }

  boolean has(int type) {
    return attributes.stream().anyMatch(attribute -> attribute.type() == type);
  }

  /**
   * The attributes of one type of a vendor that keeps to the layout of RFC 2865, section 5.26.
   * Other vendors may choose other layouts and are passed over.
   *
   * @throws MalformedPacketException if this vendor's have another layout: what they say is
   *     unknown, and may be a restriction
   */
  List<Attribute> vendor(int vendor, int type) throws MalformedPacketException {
    List<Attribute> found = new ArrayList<>();
    for (Attribute outer : all(VENDOR_SPECIFIC)) {
      byte[] value = outer.value();
      if (value.length < VENDOR_ID || number(value) != vendor) {
        continue;
      }
      int at = VENDOR_ID;
      while (at < value.length) {
        int length = at + 1 < value.length ? value[at + 1] & 0xFF : 0;
        if (length < HEAD || at + length > value.length) {
          throw new MalformedPacketException(
              "an attribute of vendor " + vendor + " has the wrong length");
        }
        if ((value[at] & 0xFF) == type) {
          found.add(new Attribute(type, Arrays.copyOfRange(value, at + HEAD, at + length)));
        }
        at += length;
      }
    }
    return found;
  }

  private static int number(byte[] bytes) {
    return (bytes[0] & 0xFF) << 24
        | (bytes[1] & 0xFF) << 16
        | (bytes[2] & 0xFF) << 8
        | (bytes[3] & 0xFF);
  }

  /** All texts of one type, joined by blanks; empty if there is none. */
  String text(int type) {
    return all(type).stream()
        .map(attribute -> new String(attribute.value(), StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }
}
