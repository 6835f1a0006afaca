/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsSourceTest {
  @Test
  void passesOnWhatTheApplicationHas() {
    X509Certificate certificate = TestCertificates.of(TestCertificates.RSA).make();
    TlsSource.Loader source = TlsSource.of(TestCertificates.RSA.getPrivate(), List.of(certificate));

    assertEquals(certificate, source.load().certificate());
    assertSame(source.load(), source.load());
    assertThrows(
        ConfigurationException.class,
        () -> TlsSource.of(TestCertificates.rsa(2048).getPrivate(), List.of(certificate)));
  }

  @Test
  void makesACertificateForTests() {
    TlsSource.Loader source = TlsSource.selfSigned(List.of("localhost", "127.0.0.1"));

    TlsIdentity identity = source.load();

    identity.requireValidAt(Instant.now());
    assertEquals(List.of("localhost", "127.0.0.1"), identity.names());
    assertSame(identity, source.load());
  }

  @Test
  void takesALambda() {
    TlsIdentity identity = TlsSource.selfSigned(List.of("localhost")).load();
    TlsSource.Loader source = () -> identity;

    assertSame(identity, source.load());
  }

  @Test
  void cannotBeAskedForACertificateWithoutTls() {
    TlsSource plain = TlsSource.insecurePlainHttp();

    assertFalse(plain instanceof TlsSource.Loader);
    assertTrue(plain instanceof TlsSource.InsecurePlainHttp);
  }

  @Test
  void leavesTheProvidersOfTheJvmAlone() {
    TlsSource.selfSigned(List.of("localhost")).load();

    assertEquals(null, Security.getProvider("BC"));
  }
}
