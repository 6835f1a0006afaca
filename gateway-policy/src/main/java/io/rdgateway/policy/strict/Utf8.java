/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text of a file. */
public final class Utf8 {
  private Utf8() {}

  /** Decodes without replacing what is wrong: a replaced character might make another name. */
  public static String decode(byte[] bytes, String source) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      String before = text.toString();
      int lastBreak = before.lastIndexOf('\n');
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.codePointCount(lastBreak + 1, before.length()) + 1;
      throw new Location(source, line, column)
          .mistake("this is not UTF-8; save the file in that encoding");
    }
    return text.toString();
  }
}
