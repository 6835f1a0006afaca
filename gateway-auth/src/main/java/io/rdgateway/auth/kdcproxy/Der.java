/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.RefusedMessageException.unless;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what DER (X.690, section 10) allows and Kerberos uses: tags of one byte, definite lengths
 * in their shortest form. Opens only what it is asked for and never recurses. Not thread-safe.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int GENERAL_STRING = 0x1B;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private final int end;
  private int at;

  /** All of the bytes. */
  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** The tag of an element of a context, explicit and constructed. */
  static int context(int number) {
    return 0xA0 | number;
  }

  /** The tag of a message of Kerberos. */
  static int application(int number) {
    return 0x60 | number;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Whether the next element has this tag. */
  boolean isNext(int tag) {
    return at < end && (bytes[at] & 0xFF) == tag;
  }

  /** The inside of the next element, which must have this tag. */
  Der open(int tag) throws RefusedMessageException {
    unless(isNext(tag), "an element of the message is missing or not the expected one");
    at++;
    int length = length();
    Der inside = new Der(bytes, at, at + length);
    at += length;
    return inside;
  }

  private int length() throws RefusedMessageException {
    unless(at < end, "an element has no length");
    int first = bytes[at++] & 0xFF;
    int length = first;
    if (first >= 0x80) {
      int count = first & 0x7F;
      unless(count >= 1 && count <= 3 && count <= end - at, "an element has an illegal length");
      length = 0;
      for (int i = 0; i < count; i++) {
        length = (length << 8) | (bytes[at++] & 0xFF);
      }
      unless(
          length >= 0x80 && length >= 1 << (8 * (count - 1)),
          "a length is not in its shortest form");
    }
    unless(length <= end - at, "an element is longer than what it is in");
    return length;
  }

  /** Goes over the next element if it has this tag. */
  void skipIf(int tag) throws RefusedMessageException {
    if (isNext(tag)) {
      open(tag);
    }
  }

  /** Nothing may follow. */
  void end() throws RefusedMessageException {
    unless(at == end, "bytes follow the end of an element");
  }

  /** All that is left. */
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return rest;
  }

  /** The content of an element that is alone in this one. */
  byte[] only(int tag) throws RefusedMessageException {
    byte[] content = open(tag).rest();
    end();
    return content;
  }

  /** An INTEGER of 32 bits that is alone in this element. */
  int onlyInteger() throws RefusedMessageException {
    byte[] content = only(INTEGER);
    unless(content.length >= 1 && content.length <= 5, "a number does not have 32 bits");
    unless(
        content.length == 1
            || !((content[0] == 0 && content[1] >= 0) || (content[0] == -1 && content[1] < 0)),
        "a number is not in its shortest form");
    long value = content[0];
    for (int i = 1; i < content.length; i++) {
      value = (value << 8) | (content[i] & 0xFF);
    }
    unless(value == (int) value || value == (value & 0xFFFF_FFFFL), "a number has over 32 bits");
    return (int) value;
  }

  /**
   * A KerberosString that is alone in this element; what is not ASCII is left to whoever shows it.
   */
  String onlyString() throws RefusedMessageException {
    return new String(only(GENERAL_STRING), StandardCharsets.UTF_8);
  }

  /** Encodes an element. */
  static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      int count = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | count);
      for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        out.write(length >> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
