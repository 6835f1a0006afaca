/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.TokenMemory;
import io.rdgateway.auth.token.TokenMemoryException;
import io.rdgateway.auth.token.TokenRevocation;
import io.rdgateway.spi.ConfigurationException;
import java.util.List;

/** The memory of a running gateway's tokens, which takes over what a file revokes. */
final class RevokedTokens {
  private final TokenFolder files;
  private final LocalTokenMemory memory = new LocalTokenMemory();
  private List<TokenRevocation> known = List.of();

  RevokedTokens(TokenFolder files) {
    this.files = files;
  }

  TokenMemory memory() {
    return memory;
  }

  /** Takes over what was revoked since the last time; true if there is something. */
  boolean read() {
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
