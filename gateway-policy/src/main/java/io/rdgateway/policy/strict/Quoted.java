/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

/** Foreign text inside a message, cut to a bearable length. */
public final class Quoted {

  private static final int MAX_WORD_LENGTH = 60;
  private static final int MAX_SENTENCE_LENGTH = 160;

  private Quoted() {}

  /** A word of the administrator, in quotes. */
  public static String word(String text) {
    return "\"" + cut(text, MAX_WORD_LENGTH) + "\"";
  }

  /** A sentence of the YAML library. */
  public static String sentence(String text) {
    return cut(text, MAX_SENTENCE_LENGTH);
  }

  private static String cut(String text, int maxLength) {
    return text.length() <= maxLength ? text : text.substring(0, maxLength) + "...";
  }
}
