/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
  private static final KeyPair RSA = TestCertificates.RSA;

  @Test
  void takesAnRsaKeyWithItsCertificate() {
    X509Certificate certificate = TestCertificates.of(RSA).make();

    TlsIdentity identity = new TlsIdentity(RSA.getPrivate(), List.of(certificate));

    assertEquals(RSA.getPrivate(), identity.privateKey());
    assertEquals(certificate, identity.certificate());
    assertEquals(List.of(certificate), identity.chain());
    assertEquals(List.of("gateway.example", "127.0.0.1"), identity.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void takesTheThreeCurves(String curve) {
    KeyPair keys = TestCertificates.ec(curve);

    TlsIdentity identity =
        new TlsIdentity(keys.getPrivate(), List.of(TestCertificates.of(keys).make()));

    assertTrue(identity.toString().contains("EC P-" + curve.substring(4, 7)), identity::toString);
  }

  @Test
  void takesAWholeChain() {
    KeyPair rootKeys = TestCertificates.ec("secp256r1");
    X509Certificate root = TestCertificates.of(rootKeys).subject("CN=root").authority().make();
    KeyPair middleKeys = TestCertificates.ec("secp256r1");
    X509Certificate middle =
        TestCertificates.of(middleKeys)
            .subject("CN=middle")
            .issuedBy(root, rootKeys.getPrivate())
            .authority()
            .make();
    X509Certificate leaf =
        TestCertificates.of(RSA)
            .signature("SHA256withECDSA")
            .issuedBy(middle, middleKeys.getPrivate())
            .make();

    assertEquals(3, new TlsIdentity(RSA.getPrivate(), List.of(leaf, middle, root)).chain().size());
    assertEquals(2, new TlsIdentity(RSA.getPrivate(), List.of(leaf, middle)).chain().size());

    refused(
        RSA.getPrivate(),
        "The given certificate comes with a chain that is out of order: number 2 did not issue"
            + " number 1; put the server's certificate first, then each one's issuer, and nothing"
            + " else.",
        leaf,
        root,
        middle);
  }

  @Test
  void refusesAnIssuerWithTheRightNameAndTheWrongKey() {
    KeyPair rootKeys = TestCertificates.ec("secp256r1");
    X509Certificate root = TestCertificates.of(rootKeys).subject("CN=root").authority().make();
    X509Certificate impostor =
        TestCertificates.of(TestCertificates.ec("secp256r1")).subject("CN=root").authority().make();
    X509Certificate leaf =
        TestCertificates.of(RSA)
            .signature("SHA256withECDSA")
            .issuedBy(root, rootKeys.getPrivate())
            .make();

    refused(
        RSA.getPrivate(),
        "The given certificate comes with a chain that is out of order: number 2 did not issue"
            + " number 1; put the server's certificate first, then each one's issuer, and nothing"
            + " else.",
        leaf,
        impostor);
  }

  @Test
  void refusesAnEmptyChain() {
    refused(
        RSA.getPrivate(),
        "The given certificate is missing; give the server's certificate and its issuers.");
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() {
    String sentence =
        "The given private key does not belong to the given certificate; give the key that this"
            + " certificate was issued for.";
    X509Certificate certificate = TestCertificates.of(RSA).make();

    refused(TestCertificates.rsa(2048).getPrivate(), sentence, certificate);
    refused(TestCertificates.ec("secp256r1").getPrivate(), sentence, certificate);
  }

  @Test
  void refusesKeysThatAreWeakOrThatClientsDoNotSupport() {
    String remedy =
        "; use a certificate with an RSA key of at least 2048 bits or an EC key on P-256, P-384 or"
            + " P-521.";
    KeyPair weak = TestCertificates.rsa(1024);
    refused(
        weak.getPrivate(),
        "The given certificate has an RSA key of only 1024 bits" + remedy,
        TestCertificates.of(weak).make());

    KeyPair edwards = TestCertificates.ed25519();
    refused(
        edwards.getPrivate(),
        "The given certificate has an EdDSA key, for which no channel binding is defined and which"
            + " RDP clients do not support"
            + remedy,
        TestCertificates.of(edwards).signature("Ed25519").make());

    KeyPair koblitz = TestCertificates.ec("secp256k1");
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () ->
                new TlsIdentity(
                    koblitz.getPrivate(),
                    List.of(TestCertificates.of(koblitz).signature("SHA256withECDSA").make())));
    assertTrue(
        String.valueOf(refusal.getMessage()).endsWith(remedy), () -> refusal.getMessage() + "");
  }

  @Test
  void refusesACertificateForOtherPurposes() {
    refused(
        RSA.getPrivate(),
        "The given certificate is not meant for a server (its extended key usage lacks serverAuth);"
            + " use a certificate that was issued for a TLS server.",
        TestCertificates.of(RSA).purpose(KeyPurposeId.id_kp_clientAuth).make());
    refused(
        RSA.getPrivate(),
        "The given certificate may not sign (its key usage lacks digitalSignature); use a"
            + " certificate that was issued for a TLS server.",
        TestCertificates.of(RSA).keyUsage(KeyUsage.keyEncipherment).make());
  }

  @Test
  void takesACertificateForServersOrForAnyPurpose() {
    for (KeyPurposeId purpose :
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.anyExtendedKeyUsage)) {
      X509Certificate certificate =
          TestCertificates.of(RSA)
              .purpose(purpose)
              .keyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
              .make();

      assertEquals(
          certificate, new TlsIdentity(RSA.getPrivate(), List.of(certificate)).certificate());
    }
  }

  @Test
  void knowsItsTime() {
    Instant start = Instant.parse("2026-03-01T00:00:00Z");
    Instant end = Instant.parse("2026-04-01T12:00:00Z");
    TlsIdentity identity =
        new TlsIdentity(
            RSA.getPrivate(), List.of(TestCertificates.of(RSA).valid(start, end).make()));

    assertEquals(31, identity.daysUntilExpiry(start));
    assertEquals(0, identity.daysUntilExpiry(end));
    assertEquals(-1, identity.daysUntilExpiry(end.plusSeconds(1)));

    identity.requireValidAt(start);
    identity.requireValidAt(end);
    assertEquals(
        "The given certificate expired at 2026-04-01T12:00:00Z; renew it.",
        assertThrows(ConfigurationException.class, () -> identity.requireValidAt(end.plusMillis(1)))
            .getMessage());
    assertEquals(
        "The given certificate is not valid before 2026-03-01T00:00:00Z; wait, or set the clock of"
            + " this machine right.",
        assertThrows(
                ConfigurationException.class,
                () -> identity.requireValidAt(start.minus(Duration.ofMillis(1))))
            .getMessage());
  }

  @Test
  void keepsTheKeyOutOfItsText() {
    TlsIdentity identity =
        new TlsIdentity(RSA.getPrivate(), List.of(TestCertificates.of(RSA).make()));
    String encoded = Base64.getEncoder().encodeToString(RSA.getPrivate().getEncoded());

    assertFalse(identity.toString().contains(encoded.substring(40, 60)));
    assertTrue(identity.toString().startsWith("TlsIdentity[CN=gateway.example, names="));
  }

  private static void refused(PrivateKey key, String sentence, X509Certificate... chain) {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> new TlsIdentity(key, List.of(chain)));
    assertEquals(sentence, refusal.getMessage());
  }
}
