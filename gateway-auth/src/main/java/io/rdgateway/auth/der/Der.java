/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.der;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes DER elements: each method gives the bytes of a whole one. */
public final class Der {
  /** INTEGER. */
  public static final int INTEGER = 0x02;

  /** BIT STRING. */
  public static final int BIT_STRING = 0x03;

  /** OCTET STRING. */
  public static final int OCTET_STRING = 0x04;

  /** OBJECT IDENTIFIER. */
  public static final int OID = 0x06;

  /** ENUMERATED. */
  public static final int ENUMERATED = 0x0A;

  /** GeneralizedTime. */
  public static final int GENERALIZED_TIME = 0x18;

  /** GeneralString. */
  public static final int GENERAL_STRING = 0x1B;

  /** SEQUENCE and SEQUENCE OF. */
  public static final int SEQUENCE = 0x30;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /**
   * The tag byte of an explicitly tagged field.
   *
   * @param number 0 to 30
   * @return the byte
   */
  public static int context(int number) {
    return 0xA0 | number;
  }

  /**
   * The tag byte of a constructed application type.
   *
   * @param number 0 to 30
   * @return the byte
   */
  public static int application(int number) {
    return 0x60 | number;
  }

  /**
   * Any element.
   *
   * @param tag its first byte
   * @param parts its content, in this order
   * @return tag, length and content
   */
  public static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >>> (8 * i));
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /**
   * A SEQUENCE.
   *
   * @param elements what is in it
   * @return the element
   */
  public static byte[] sequence(byte[]... elements) {
    return element(SEQUENCE, elements);
  }

  /**
   * An explicitly tagged field.
   *
   * @param number of its tag
   * @param element what it wraps
   * @return the field
   */
  public static byte[] field(int number, byte[] element) {
    return element(context(number), element);
  }

  /**
   * An INTEGER.
   *
   * @param value any
   * @return the element
   */
  public static byte[] integer(long value) {
    return element(INTEGER, BigInteger.valueOf(value).toByteArray());
  }

  /**
   * An ENUMERATED.
   *
   * @param value any
   * @return the element
   */
  public static byte[] enumerated(long value) {
    return element(ENUMERATED, BigInteger.valueOf(value).toByteArray());
  }

  /**
   * A GeneralString.
   *
   * @param text written as UTF-8
   * @return the element
   */
  public static byte[] text(String text) {
    return element(GENERAL_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A GeneralizedTime.
   *
   * @param time cut to whole seconds
   * @return the element
   */
  public static byte[] time(Instant time) {
    return element(GENERALIZED_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }
}
