/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.SignInClass;
import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.Node;
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
    fields.list(Keys.SCHEMES, SignInReader::scheme).forEach(scheme);
    fields.list(
        Keys.CLIENT_NETWORKS,
        item -> Fields.checked(item.at(), () -> network.apply(Fields.text(item))));
  }

  /** The name of a scheme of sign-in. */
  private static AuthScheme scheme(Node node) {
    if (Fields.text(node).equals(AuthScheme.NEGOTIATE.token())) {
      throw node.at()
          .mistake(
              "nobody is signed in by \"Negotiate\" itself; write Kerberos or NTLM, or both, which"
                  + " are what it negotiates");
    }
    return Fields.word(node, "scheme", Words.SCHEMES);
  }
}
