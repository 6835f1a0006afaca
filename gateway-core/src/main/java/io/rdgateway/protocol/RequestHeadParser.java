/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Collects the head of one request and reads it strictly. What HTTP software is known to read in
 * two ways is refused: bare CR or LF, folded lines, white space before a colon, control characters,
 * a length together with a coding, repeated or signed lengths, codings other than chunked. Netty's
 * decoder accepts some of these; it is the oracle in the tests for all the rest. Not thread-safe.
 */
public final class RequestHeadParser {
  private static final int FIRST_CAPACITY = 1024;
  private static final int MAX_FIELDS = 100;
  private static final int MAX_LENGTH_DIGITS = 10;

  private final int maxBytes;
  private byte[] buffer = new byte[0];
  private int fill;

  /**
   * A parser for one head.
   *
   * @param maxBytes the longest head that is accepted, with its empty line
   */
  public RequestHeadParser(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Reads on.
   *
   * @param in consumed up to the end of the head, or to its limit
   * @return the head when it is complete, after which the parser is ready for the next one; null
   *     before
   * @throws BadRequestException if it is malformed or too long
   */
  public @Nullable RequestHead feed(ByteBuffer in) throws BadRequestException {
    while (in.hasRemaining()) {
      if (fill == buffer.length) {
        if (fill == maxBytes) {
          throw new BadRequestException(431, "the head has more than " + maxBytes + " bytes");
        }
        buffer =
            Arrays.copyOf(buffer, Math.min(maxBytes, Math.max(FIRST_CAPACITY, 2 * buffer.length)));
      }
      byte b = in.get();
      buffer[fill++] = b;
      if (b == '\n') {
        if (fill < 2 || buffer[fill - 2] != '\r') {
          throw new BadRequestException("a line ends with LF alone");
        }
        if (fill >= 4 && buffer[fill - 4] == '\r' && buffer[fill - 3] == '\n') {
          RequestHead head = parse();
          buffer = new byte[0];
          fill = 0;
          return head;
        }
        if (fill == 2) {
          throw new BadRequestException("the request starts with an empty line");
        }
      } else if (fill >= 2 && buffer[fill - 2] == '\r') {
        throw new BadRequestException("a line has CR within");
      }
    }
    return null;
  }

  /** Whether a head has begun. */
  public boolean isPartial() {
    return fill > 0;
  }

  private RequestHead parse() throws BadRequestException {
    String[] lines = new String(buffer, 0, fill - 4, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !isToken(words[0])) {
      throw new BadRequestException("the request line is not method, target and version");
    }
    boolean http10 = words[2].equals("HTTP/1.0");
    if (!http10 && !words[2].equals("HTTP/1.1")) {
      throw new BadRequestException(505, "the version is neither HTTP/1.1 nor HTTP/1.0");
    }
    String target = originForm(words[1]);
    int question = target.indexOf('?');
    List<RequestHead.Field> fields = fields(lines);
    boolean chunked = chunked(fields);
    if (http10 && chunked) {
      throw new BadRequestException("HTTP/1.0 has no Transfer-Encoding");
    }
    return new RequestHead(
        words[0],
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        fields,
        contentLength(fields),
        chunked,
        http10);
  }

  private static String originForm(String target) throws BadRequestException {
    if (!target.startsWith("/") || !target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#')) {
      throw new BadRequestException("the target is not a path");
    }
    return target;
  }

  private static List<RequestHead.Field> fields(String[] lines) throws BadRequestException {
    if (lines.length > MAX_FIELDS + 1) {
      throw new BadRequestException(431, "the head has more than " + MAX_FIELDS + " fields");
    }
    List<RequestHead.Field> fields = new ArrayList<>(lines.length - 1);
    boolean host = false;
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      if (colon < 1 || !isToken(line.substring(0, colon))) {
        throw new BadRequestException("a line is not a field name, a colon and a value");
      }
      String value = line.substring(colon + 1);
      if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F))) {
        throw new BadRequestException("a field value has a control character");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (name.equals("host")) {
        if (host) {
          throw new BadRequestException("there are two Host fields");
        }
        host = true;
      }
      fields.add(new RequestHead.Field(name, trim(value)));
    }
    if (!host) {
      throw new BadRequestException("there is no Host field");
    }
    return fields;
  }

  private static String trim(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && (value.charAt(start) == ' ' || value.charAt(start) == '\t')) {
      start++;
    }
    while (end > start && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == '\t')) {
      end--;
    }
    return value.substring(start, end);
  }

  private static long contentLength(List<RequestHead.Field> fields) throws BadRequestException {
    String length = single(fields, "content-length");
    if (length == null) {
      return 0;
    }
    if (single(fields, "transfer-encoding") != null) {
      throw new BadRequestException("there are a Content-Length and a Transfer-Encoding");
    }
    if (length.isEmpty()
        || length.length() > MAX_LENGTH_DIGITS
        || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new BadRequestException(
          "the Content-Length is not a number of 1 to " + MAX_LENGTH_DIGITS + " digits");
    }
    return Long.parseLong(length);
  }

  private static boolean chunked(List<RequestHead.Field> fields) throws BadRequestException {
    String coding = single(fields, "transfer-encoding");
    if (coding != null && !coding.equalsIgnoreCase("chunked")) {
      throw new BadRequestException("the Transfer-Encoding is not chunked");
    }
    return coding != null;
  }

  private static @Nullable String single(List<RequestHead.Field> fields, String name)
      throws BadRequestException {
    String value = null;
    for (RequestHead.Field field : fields) {
      if (field.name().equals(name)) {
        if (value != null) {
          throw new BadRequestException("the field " + name + " is repeated");
        }
        value = field.value();
      }
    }
    return value;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }
}
