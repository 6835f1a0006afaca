/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.der;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads DER elements one after the other: definite lengths in the shortest form, tags of one byte.
 * Nothing is allocated for a length that the message does not have, and nothing recurses: the
 * caller knows the structure. Not thread-safe.
 */
public final class DerReader {
  /** Identifiers show up in events. */
  private static final int MAX_OID_BYTES = 64;

  private final byte[] data;
  private final int end;
  private int at;

  /**
   * Reads a whole message.
   *
   * @param data not copied; must not change meanwhile
   */
  public DerReader(byte[] data) {
    this(data, 0, data.length);
  }

  private DerReader(byte[] data, int from, int end) {
    this.data = data;
    this.at = from;
    this.end = end;
  }

  /**
   * Whether everything has been read.
   *
   * @return true at the end
   */
  public boolean isEmpty() {
    return at == end;
  }

  /**
   * Whether an element with this tag is next.
   *
   * @param tag the byte that an element begins with
   * @return false also at the end
   */
  public boolean isNext(int tag) {
    return at < end && (data[at] & 0xFF) == tag;
  }

  /**
   * Enters the next element.
   *
   * @param tag the byte that it has to begin with
   * @return a reader of its content
   * @throws DerException if there is none, it has another tag or its length is wrong
   */
  public DerReader enter(int tag) throws DerException {
    if (!isNext(tag)) {
      throw new DerException(isEmpty() ? "an element is missing" : "an element has another tag");
    }
    at++;
    int length = length();
    var content = new DerReader(data, at, at + length);
    at += length;
    return content;
  }

  private int length() throws DerException {
    int first = octet();
    if (first < 0x80) {
      return checked(first);
    }
    int bytes = first & 0x7F;
    if (bytes == 0 || bytes > 3) {
      throw new DerException("a length is indefinite or too long");
    }
    int length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | octet();
    }
    if (length < 0x80 || length >>> (8 * (bytes - 1)) == 0) {
      throw new DerException("a length is not in its shortest form");
    }
    return checked(length);
  }

  private int checked(int length) throws DerException {
    if (length > end - at) {
      throw new DerException("an element is longer than the message");
    }
    return length;
  }

  private int octet() throws DerException {
    if (isEmpty()) {
      throw new DerException("the message ends within an element");
    }
    return data[at++] & 0xFF;
  }

  /**
   * Enters an explicitly tagged field of a sequence.
   *
   * @param number of its context-specific tag
   * @return a reader of what the tag wraps
   * @throws DerException if another one is next
   */
  public DerReader field(int number) throws DerException {
    return enter(Der.context(number));
  }

  /**
   * Enters an explicitly tagged field if it is there.
   *
   * @param number of its context-specific tag
   * @return a reader of what the tag wraps, or null
   * @throws DerException if it is there with a wrong length
   */
  public @Nullable DerReader optionalField(int number) throws DerException {
    return isNext(Der.context(number)) ? field(number) : null;
  }

  /**
   * Everything that is left, unread.
   *
   * @return a copy
   */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(data, at, end);
    at = end;
    return rest;
  }

  /**
   * Reads an element with its tag and length.
   *
   * @param tag the byte that it has to begin with
   * @return all its bytes as they were received
   * @throws DerException if another one is next or its length is wrong
   */
  public byte[] element(int tag) throws DerException {
    int from = at;
    enter(tag);
    return Arrays.copyOfRange(data, from, at);
  }

  /**
   * Reads an OCTET STRING.
   *
   * @return its content
   * @throws DerException if another element is next
   */
  public byte[] octets() throws DerException {
    return enter(Der.OCTET_STRING).rest();
  }

  /**
   * Reads an OBJECT IDENTIFIER.
   *
   * @return its content, 1 to 64 bytes
   * @throws DerException if another element is next
   */
  public byte[] oid() throws DerException {
    byte[] oid = enter(Der.OID).rest();
    if (oid.length == 0 || (oid[oid.length - 1] & 0x80) != 0) {
      throw new DerException("an object identifier is cut short");
    }
    if (oid.length > MAX_OID_BYTES) {
      throw new DerException("an object identifier is too long");
    }
    return oid;
  }

  /**
   * Reads an INTEGER of at most eight bytes.
   *
   * @return its value
   * @throws DerException if another element is next or it is longer
   */
  public long integer() throws DerException {
    return number(Der.INTEGER);
  }

  /**
   * Reads an ENUMERATED.
   *
   * @return its value
   * @throws DerException if another element is next or it is longer than eight bytes
   */
  public long enumerated() throws DerException {
    return number(Der.ENUMERATED);
  }

  private long number(int tag) throws DerException {
    byte[] bytes = enter(tag).rest();
    if (bytes.length == 0 || bytes.length > Long.BYTES) {
      throw new DerException("a number has no byte, or more than eight");
    }
    if (bytes.length > 1 && bytes[0] == (bytes[1] >> 7)) {
      throw new DerException("a number is not in its shortest form");
    }
    long value = bytes[0];
    for (int i = 1; i < bytes.length; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  /**
   * Reads the flags of a BIT STRING.
   *
   * @return the first 32 bits, the first one being the highest; missing ones are 0
   * @throws DerException if another element is next
   */
  public int flags() throws DerException {
    byte[] bytes = enter(Der.BIT_STRING).rest();
    if (bytes.length == 0 || bytes[0] < 0 || bytes[0] > 7 || (bytes.length == 1 && bytes[0] != 0)) {
      throw new DerException("a bit string has a wrong number of unused bits");
    }
    return ByteBuffer.wrap(Arrays.copyOf(Arrays.copyOfRange(bytes, 1, bytes.length), 4)).getInt();
  }

  /**
   * Reads a GeneralString, which is UTF-8 in today's Kerberos.
   *
   * @return its text, without control characters
   * @throws DerException if another element is next or it is no such text
   */
  public String text() throws DerException {
    byte[] bytes = enter(Der.GENERAL_STRING).rest();
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DerException("a text is not UTF-8");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new DerException("a text has control characters");
    }
    return text;
  }

  /**
   * Reads a GeneralizedTime of whole seconds in UTC, the only form that Kerberos has (RFC 4120,
   * section 5.2.3).
   *
   * @return the time
   * @throws DerException if another element is next or it has another form
   */
  public Instant time() throws DerException {
    String text = new String(enter(Der.GENERALIZED_TIME).rest(), StandardCharsets.ISO_8859_1);
    if (!text.matches("[0-9]{14}Z")) {
      throw new DerException("a time is not of the form YYYYMMDDHHMMSSZ");
    }
    int[] parts = new int[6];
    parts[0] = Integer.parseInt(text, 0, 4, 10);
    for (int i = 1; i < parts.length; i++) {
      parts[i] = Integer.parseInt(text, 2 + 2 * i, 4 + 2 * i, 10);
    }
    try {
      return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new DerException("a time does not exist");
    }
  }

  /**
   * Makes sure that nothing is left.
   *
   * @throws DerException if something is
   */
  public void end() throws DerException {
    if (!isEmpty()) {
      throw new DerException("there is more than expected");
    }
  }
}
