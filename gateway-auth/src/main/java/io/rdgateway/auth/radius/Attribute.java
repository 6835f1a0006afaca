/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

/** Type, length, value (RFC 2865, section 5). The text form leaves the value out. */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over within this package
record Attribute(int type, byte[] value) {
  static final int MAX_VALUE = 253;

  /** The value as an unsigned 32-bit number. */
  long number() throws MalformedPacketException {
    if (value.length != Integer.BYTES) {
      throw new MalformedPacketException(
          "attribute " + type + " has " + value.length + " bytes and not the 4 of a number");
    }
    return (value[0] & 0xFFL) << 24
        | (value[1] & 0xFF) << 16
        | (value[2] & 0xFF) << 8
        | (value[3] & 0xFF);
  }

  @Override
  public String toString() {
    return "Attribute[" + type + ", " + value.length + " bytes]";
  }
}
