/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Takes bytes apart into lines of settings. */
final class RdpText {
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_LINES = 1000;

  private RdpText() {}

  /**
   * Reads all settings.
   *
   * @param taker gets each; false if one of its name was there before
   */
  static void lines(byte[] bytes, Predicate<RdpLine> taker) throws RdpFileException {
    String text = decode(bytes);
    int number = 0;
    for (int at = 0; at < text.length(); ) {
      if (++number > MAX_LINES) {
        throw new RdpFileException("the file has more than " + MAX_LINES + " lines");
      }
      int end = text.indexOf('\n', at);
      String raw = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
      if (!line.isBlank()) {
        take(line, number, taker);
      }
    }
  }

  private static void take(String text, int number, Predicate<RdpLine> taker)
      throws RdpFileException {
    int first = text.indexOf(':');
    int second = text.indexOf(':', first + 1);
    if (first < 0 || second != first + 2) {
      throw new RdpFileException(
          "line " + number + " is not of the form name:type:value with a type of i, s or b");
    }
    RdpLine line;
    try {
      line =
          new RdpLine(
              text.substring(0, first),
              text.charAt(first + 1),
              withoutBlanks(text.substring(second + 1)));
      RdpProperty.named(line.name()).ifPresent(property -> property.check(line));
    } catch (IllegalArgumentException e) {
      throw new RdpFileException("line " + number + " is malformed: " + e.getMessage(), e);
    }
    if (!taker.test(line)) {
      throw new RdpFileException(
          "line " + number + " sets \"" + line.key() + "\", which was set before");
    }
  }

  /** Signing tools take blanks off the ends of lines. */
  private static String withoutBlanks(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == '\t')) {
      end--;
    }
    return value.substring(0, end);
  }

  private static String decode(byte[] bytes) throws RdpFileException {
    if (bytes.length > MAX_BYTES) {
      throw new RdpFileException("the file is larger than " + MAX_BYTES / 1024 + " KiB");
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return decode(bytes, 2, StandardCharsets.UTF_16LE, "UTF-16LE");
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      throw new RdpFileException("the file is in UTF-16BE; save it as UTF-16LE or UTF-8");
    }
    return decode(
        bytes, startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0, StandardCharsets.UTF_8, "UTF-8");
  }

  private static String decode(byte[] bytes, int from, Charset charset, String name)
      throws RdpFileException {
    try {
      return charset
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new RdpFileException("the file is not in " + name + ", as its first bytes suggest", e);
    }
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
