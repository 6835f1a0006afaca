/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.otp.CodePlacement;
import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.List;

/**
 * The block {@code totp}: codes of authenticator apps behind the passwords of Basic.
 *
 * @param secrets the file with the users' secrets
 * @param code where it is typed
 */
public record TotpConfig(Path secrets, CodePlacement code) {
  static final List<String> KEYS = List.of("secrets-file", "code-separator", "code-digits");

  private static final int USUAL_DIGITS = 6;

  static TotpConfig read(Node node, Reading reading) {
    Block block = new Block(node, "totp", KEYS, reading);
    Value<Path> secrets =
        block.required("secrets-file", "name the file with the users' secrets", Values::path);
    Value<CodePlacement> code = CodeKeys.read(block);
    return block.made(
        () -> new TotpConfig(secrets.get(), code.or(CodePlacement.appended(USUAL_DIGITS))));
  }
}
