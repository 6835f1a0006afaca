/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.token.AccessTokens;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenMemoryException;
import io.rdgateway.auth.token.TokenRevocation;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.config.KerberosConfig;
import io.rdgateway.standalone.config.TokensConfig;
import java.util.List;

/** Access tokens by the files that a configuration names. */
final class ServedTokens {
  private final TokenFolder files;
  private final LocalTokenMemory memory = new LocalTokenMemory();
  private final AccessTokens tokens;
  private List<TokenRevocation> known = List.of();

  ServedTokens(TokensConfig config, UserSources users) {
    files = new TokenFolder(config.keys(), config.revocations());
    PaaTokens made =
        new PaaTokens(files.keys(), memory).withReconnectWindow(config.reconnectWindow());
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
    List<TokenRevocation> now = files.revocations();
    if (now.equals(known)) {
      return false;
    }
    try {
      for (TokenRevocation revocation : now) {
        memory.revoke(revocation);
      }
    } catch (TokenMemoryException e) {
      throw new ConfigurationException("Too many revocations: " + e.getMessage(), e);
    }
    known = now;
    return true;
  }
}
