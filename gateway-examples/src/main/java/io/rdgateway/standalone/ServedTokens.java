/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.token.AccessTokens;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.standalone.config.KerberosConfig;
import io.rdgateway.standalone.config.TokensConfig;

/** Access tokens by the files that a configuration names. */
final class ServedTokens {
  private final RevokedTokens revoked;
  private final AccessTokens tokens;

  ServedTokens(TokensConfig config, UserSources users) {
    TokenFolder files = new TokenFolder(config.keys(), config.revocations());
    revoked = new RevokedTokens(files);
    PaaTokens made =
        new PaaTokens(files.keys(), revoked.memory()).withReconnectWindow(config.reconnectWindow());
    tokens =
        config.accounts() == KerberosConfig.Accounts.USERS
            ? made.withUsers(users.requireLocal()::byId)
            : made;
    readRevocations();
  }

  AccessTokens tokens() {
    return tokens;
  }

  /** Takes over what was revoked since the last time; true if there is something. */
  boolean readRevocations() {
    return revoked.read();
  }
}
