/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.Revalidator;

/** A store that knows NT hashes. Thread-safe; called on a hook executor. */
@FunctionalInterface
public interface NtHashSource extends Revalidator {

  /**
   * Looks a user up. May block.
   *
   * @param userName as typed, possibly {@code user@domain}; never empty
   * @param domain as typed, possibly empty
   * @return the hash or why there is none
   * @throws Exception anything at all: a refusal
   */
  NtHashLookup find(String userName, String domain) throws Exception;
}
