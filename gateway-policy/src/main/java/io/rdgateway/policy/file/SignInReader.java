/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.SignInClass;
import io.rdgateway.spi.AuthScheme;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads how users sign in and from where, for every rule that may ask it. */
final class SignInReader {
  private SignInReader() {}

  /** Hands over each thing that is named; the networks may refuse theirs. */
  static void read(
      Fields fields,
      Consumer<SignInClass> signIn,
      Consumer<AuthScheme> scheme,
      Function<String, ?> network) {
    fields
        .list(Keys.SIGN_IN, word -> Fields.word(word, "class of sign-in", Words.SIGN_INS))
        .forEach(signIn);
    fields.list(Keys.SCHEMES, Fields::scheme).forEach(scheme);
    fields.list(
        Keys.CLIENT_NETWORKS,
        item -> Fields.checked(item.at(), () -> network.apply(Fields.text(item))));
  }
}
