/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param verdict how bad it is
 * @param sentence what is so; names from outside in it are as they came
 * @param remedy what to do; null if there is nothing to do
 */
record Finding(Verdict verdict, String sentence, @Nullable String remedy) {

  static Finding ok(String sentence) {
    return new Finding(Verdict.OK, sentence, null);
  }

  static Finding note(String sentence) {
    return new Finding(Verdict.NOTE, sentence, null);
  }

  static Finding warning(String sentence, String remedy) {
    return new Finding(Verdict.WARNING, sentence, remedy);
  }

  static Finding problem(String sentence, String remedy) {
    return new Finding(Verdict.PROBLEM, sentence, remedy);
  }

  /** The verdict as people read it. */
  String word() {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
