/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.SignInClass;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Redirection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What words of policy files stand for: {@code plug-and-play}, {@code password}, {@code NTLM}. */
final class Words {

  static final Map<String, Redirection> REDIRECTIONS =
      byWord(List.of(Redirection.values()), Words::of);

  static final Map<String, SignInClass> SIGN_INS =
      byWord(List.of(SignInClass.values()), SignInClass::toString);

  /**
   * Only the known ones, so that a misspelt one is not taken for one of an embedder; and not
   * Negotiate, since nobody is signed in by it: what is negotiated is Kerberos or NTLM.
   */
  static final Map<String, AuthScheme> SCHEMES =
      byWord(
          List.of(
              AuthScheme.BASIC,
              AuthScheme.NTLM,
              AuthScheme.KERBEROS,
              AuthScheme.CERTIFICATE,
              AuthScheme.PAA,
              AuthScheme.BEARER,
              AuthScheme.SSPI_NTLM),
          AuthScheme::token);

  static final Map<String, Boolean> REAUTHENTICATES =
      byWord(List.of(false, true), on -> on ? Keys.REAUTHENTICATE : Keys.DISCONNECT);

  private Words() {}

  private static <T> Map<String, T> byWord(List<T> meanings, Function<T, String> word) {
    Map<String, T> words = new LinkedHashMap<>();
    meanings.forEach(meaning -> words.put(word.apply(meaning), meaning));
    return Collections.unmodifiableMap(words);
  }

  static String of(Redirection redirection) {
    return redirection.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
