/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.auth.Mutations;
import org.junit.jupiter.api.Test;

/** Mutations of a certificate with everything in it. */
class CertificateFuzzTargetTest {
  @Test
  void mutationsAreReadOrRefused() throws Exception {
    try (TestAuthority authority = new TestAuthority("users")) {
      Mutations.survive(
          CertificateFuzzTarget::fuzzerTestOneInput,
          authority.new Issue("CN=Alice", TestAuthority.keys())
              .upn("alice@corp.example")
              .make()
              .getEncoded());
    }
  }
}
