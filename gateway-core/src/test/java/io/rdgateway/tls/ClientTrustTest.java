/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTrustTest {
  private static final X509Certificate AUTHORITY =
      TestCertificates.of(TestCertificates.RSA).subject("CN=users").authority().make();
  private static final X509Certificate OTHER =
      TestCertificates.of(TestCertificates.RSA).subject("CN=guests").authority().make();

  @TempDir private Path folder;

  @Test
  void readsTheAuthoritiesOfAFile() throws Exception {
    Path file = Pem.write(folder, "users.pem", Pem.classic(AUTHORITY), Pem.classic(OTHER));
    ClientTrust trust = ClientTrust.pem(file);
    assertEquals(List.of(AUTHORITY, OTHER), trust.issuers());
    assertTrue(trust.isRequired());
    assertThrows(
        ConfigurationException.class, () -> ClientTrust.pem(folder.resolve("missing.pem")));
  }

  @Test
  void takesNothingButAuthorities() {
    X509Certificate user = TestCertificates.of(TestCertificates.RSA).subject("CN=a").make();
    var failure =
        assertThrows(ConfigurationException.class, () -> ClientTrust.of(List.of(AUTHORITY, user)));
    assertTrue(String.valueOf(failure.getMessage()).contains("CN=a"), failure::toString);
    assertThrows(ConfigurationException.class, () -> ClientTrust.of(List.of()));
  }

  @Test
  void changesMakeNewRules() {
    ClientTrust trust = ClientTrust.of(List.of(AUTHORITY));
    ClientTrust changed = trust.optional().withMaxChain(2, 4096);
    assertFalse(changed.isRequired());
    assertEquals(2, changed.maxChainLength());
    assertEquals(4096, changed.maxChainBytes());
    assertEquals(5, trust.maxChainLength());
    assertEquals(16 << 10, trust.maxChainBytes());
    assertThrows(IllegalArgumentException.class, () -> trust.withMaxChain(11, 4096));
    assertThrows(IllegalArgumentException.class, () -> trust.withMaxChain(1, 65 << 10));
  }
}
