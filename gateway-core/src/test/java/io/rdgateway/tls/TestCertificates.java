/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes keys and certificates of every shape, good and bad. */
public final class TestCertificates {
  /** One key of the common kind for all tests that do not care. */
  public static final KeyPair RSA = rsa(2048);

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final KeyPair keys;
  private String subject = "CN=gateway.example";
  private @Nullable String issuer;
  private PrivateKey issuerKey;
  private String signature;
  private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
  private Instant notAfter = Instant.now().plus(Duration.ofDays(30));
  private @Nullable KeyPurposeId purpose;
  private @Nullable Integer keyUsage;
  private boolean authority;
  private List<GeneralName> names =
      List.of(
          new GeneralName(GeneralName.dNSName, "gateway.example"),
          new GeneralName(GeneralName.rfc822Name, "admin@gateway.example"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"));

  private TestCertificates(KeyPair keys) {
    this.keys = keys;
    issuerKey = keys.getPrivate();
    signature =
        keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  public static TestCertificates of(KeyPair keys) {
    return new TestCertificates(keys);
  }

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair ec(String curve) {
    try {
      // The JDK no longer knows the curves that only a test of refusal needs.
      KeyPairGenerator generator =
          curve.endsWith("r1")
              ? KeyPairGenerator.getInstance("EC")
              : KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public TestCertificates subject(String name) {
    subject = name;
    return this;
  }

  /** These names instead of the usual ones. */
  public TestCertificates names(String... dnsNames) {
    names = Stream.of(dnsNames).map(name -> new GeneralName(GeneralName.dNSName, name)).toList();
    return this;
  }

  public TestCertificates issuedBy(X509Certificate certificate, PrivateKey key) {
    issuer = certificate.getSubjectX500Principal().getName();
    return signedBy(key);
  }

  public TestCertificates signedBy(PrivateKey key) {
    issuerKey = key;
    return this;
  }

  public TestCertificates signature(String algorithm) {
    signature = algorithm;
    return this;
  }

  public TestCertificates valid(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  /** Good for TLS clients alone. */
  public TestCertificates forClients() {
    return purpose(KeyPurposeId.id_kp_clientAuth);
  }

  /** Good for TLS servers alone. */
  public TestCertificates forServers() {
    return purpose(KeyPurposeId.id_kp_serverAuth);
  }

  TestCertificates purpose(KeyPurposeId only) {
    purpose = only;
    return this;
  }

  public TestCertificates keyUsage(int bits) {
    keyUsage = bits;
    return this;
  }

  public TestCertificates authority() {
    authority = true;
    return this;
  }

  public X509Certificate make() {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer == null ? subject : issuer),
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(notBefore),
              Date.from(notAfter),
              new X500Name(subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
      if (purpose != null) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      }
      if (keyUsage != null) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder(signature)
                      .setProvider(new BouncyCastleProvider())
                      .build(issuerKey)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
