/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import java.nio.file.Path;

/**
 * Where a certificate and its key come from, as the messages for the administrator name them.
 *
 * @param certificate for example {@code the certificate in /etc/gateway/chain.pem}
 * @param key for example {@code the private key in /etc/gateway/key.pem}
 */
record Origin(String certificate, String key) {
  static final Origin GIVEN = new Origin("the given certificate", "the given private key");

  static Origin files(Path certificate, Path key) {
    return new Origin("the certificate in " + certificate, "the private key in " + key);
  }
}
