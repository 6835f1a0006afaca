/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.SignInConfig;
import io.rdgateway.standalone.config.SignInConfig.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How clients of each kind can sign in. */
record ClientOffers(SignInConfig signIn) implements Check {
  @Override
  public String subject() {
    return "what clients are offered";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.note(
            "Every client finds WebSocket and two-channel HTTP; RPC over HTTP, which Windows 7 and"
                + " older know, and UDP are not there."));
    for (ClientKind client : ClientKind.ALL) {
      findings.add(offer(client));
    }
    return findings;
  }

  private Finding offer(ClientKind client) {
    List<Method> common = client.methods().stream().filter(signIn.methods()::contains).toList();
    if (common.isEmpty()) {
      return Finding.warning(
          client.words() + " cannot sign in: they know none of the methods that are offered.",
          "add " + words(client.methods(), " or ") + " to the methods, if such clients shall come");
    }
    return Finding.note(client.words() + ": sign-in by " + words(common, ", else ") + ".");
  }

  private static String words(List<Method> methods, String between) {
    return methods.stream().map(ClientOffers::word).collect(Collectors.joining(between));
  }

  private static String word(Method method) {
    return switch (method) {
      case KERBEROS -> "Kerberos";
      case NTLM -> "NTLM";
      case BASIC -> "Basic";
      case CERTIFICATES -> "a client certificate";
      case TOKENS -> "an access token in an .rdp file";
      case JWT -> "an identity provider's token";
    };
  }
}
