/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

/**
 * Finds users by a name that a trusted authority has certified: a user store, or a search for an
 * attribute in a directory. Thread-safe; called on a hook executor.
 */
@FunctionalInterface
public interface NamedUsers {

  /**
   * Looks a user up. May block.
   *
   * @param name as it stands in the certificate; never empty, without control characters
   * @return the user or why there is none, never null
   * @throws Exception anything at all: a refusal
   */
  CertificateLookup byCertifiedName(String name) throws Exception;
}
