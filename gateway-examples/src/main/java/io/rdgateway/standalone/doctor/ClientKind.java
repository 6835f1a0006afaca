/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.SignInConfig.Method;
import java.util.List;

/**
 * A family of clients.
 *
 * @param words its name
 * @param methods what it can sign in with at a gateway, in the order in which it prefers them
 */
record ClientKind(String words, List<Method> methods) {
  static final List<ClientKind> ALL =
      List.of(
          new ClientKind(
              "mstsc and Windows App", List.of(Method.KERBEROS, Method.NTLM, Method.TOKENS)),
          new ClientKind("FreeRDP 2 and Remmina", List.of(Method.NTLM, Method.TOKENS)),
          new ClientKind(
              "FreeRDP 3", List.of(Method.KERBEROS, Method.NTLM, Method.TOKENS, Method.JWT)),
          new ClientKind(
              "Microsoft's clients for macOS, iOS and Android",
              List.of(Method.NTLM, Method.BASIC)));
}
