/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The block {@code tokens} of {@code sign-in}: access tokens of this gateway, in {@code .rdp}
 * files.
 *
 * @param keys the file of the keys
 * @param revocations the file of what is revoked
 * @param reconnectWindow how long a used token opens its tunnel again
 * @param accounts where the users of tokens are looked up
 */
public record TokensConfig(
    Path keys, Path revocations, Duration reconnectWindow, KerberosConfig.Accounts accounts) {
  static final List<String> KEYS =
      List.of("keys-file", "revocations-file", "reconnect-window", "accounts");

  static TokensConfig read(Node node, Reading reading) {
    Block block = new Block(node, "tokens", KEYS, reading);
    Value<Path> keys =
        block.required("keys-file", "name the file of the tokens' keys", Values::path);
    Value<Path> revocations =
        block.required(
            "revocations-file",
            "name the file of revoked tokens, which need not exist yet",
            Values::path);
    Value<Duration> window = block.optional("reconnect-window", Values::duration);
    Value<KerberosConfig.Accounts> accounts =
        block.required(
            "accounts",
            "write users to look the users of tokens up in the users file, or issuer to believe"
                + " the token",
            Values.word("kind of accounts", KerberosConfig.Accounts.class));
    return block.made(
        () ->
            new TokensConfig(
                keys.get(), revocations.get(), window.or(Duration.ZERO), accounts.get()));
  }
}
