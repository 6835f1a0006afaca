/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that vouches for itself, for tests and for a first try without a certification
 * authority. Clients accept it once it is among their trusted roots.
 *
 * <p>It names its host in the subject alternative names, is meant for TLS servers, and cannot issue
 * further certificates: whoever trusts it trusts this one key for these names and nothing else. It
 * has no key usage extension, because OpenSSL before version 3 takes a certificate with that
 * extension, but without the right to issue, for one whose issuer is missing.
 */
public final class SelfSignedCertificate {
  /** The kind of key to make. */
  public enum KeyType {
    /** RSA with 2048 bits: every client takes it. */
    RSA_2048("RSA", 2048, "SHA256withRSA"),
    /** The curve P-256: handshakes cost the server a fraction, and all current clients take it. */
    EC_P256("EC", 256, "SHA256withECDSA");

    private final String algorithm;
    private final int bits;
    private final String signature;

    KeyType(String algorithm, int bits, String signature) {
      this.algorithm = algorithm;
      this.bits = bits;
      this.signature = signature;
    }
  }

  /** Longest common name that X.509 allows (RFC 5280, ub-common-name). */
  private static final int MAX_COMMON_NAME = 64;

  private static final int SERIAL_BITS = 127;

  private final TlsIdentity identity;

  private SelfSignedCertificate(TlsIdentity identity) {
    this.identity = identity;
  }

  /**
   * Makes a key and its certificate.
   *
   * @param names DNS names, also with a leading {@code *.}, and IP addresses; not empty
   * @param keyType the kind of key
   * @param notBefore when it begins to be valid; a little in the past helps clients whose clock is
   *     slow
   * @param validity how long it is valid from then on, positive; Apple's systems refuse more than
   *     825 days
   * @return a new certificate
   * @throws ConfigurationException if there is no name or one is malformed
   */
  public static SelfSignedCertificate generate(
      List<String> names, KeyType keyType, Instant notBefore, Duration validity) {
    if (validity.isNegative() || validity.isZero()) {
      throw new IllegalArgumentException("the validity must be positive, not " + validity);
    }
    GeneralNames subjectNames = HostNames.of(names);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType.algorithm);
      generator.initialize(keyType.bits);
      KeyPair keys = generator.generateKeyPair();
      X509Certificate certificate =
          sign(keys, keyType, subject(names.get(0)), subjectNames, notBefore, validity);
      return new SelfSignedCertificate(new TlsIdentity(keys.getPrivate(), List.of(certificate)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("this JVM cannot make a " + keyType + " certificate", e);
    }
  }

  static SelfSignedCertificate forTests(List<String> names) {
    Instant notBefore = Instant.now().minus(Duration.ofHours(1));
    return generate(names, KeyType.EC_P256, notBefore, Duration.ofDays(30));
  }

  /**
   * The key and the certificate.
   *
   * @return always the same
   */
  public TlsIdentity identity() {
    return identity;
  }

  /**
   * Writes both as PEM, which {@link TlsSource#pem(Path, Path)} reads again. Each file appears
   * whole or not at all and replaces an older one; the key first.
   *
   * @param certificateFile gets the certificate
   * @param keyFile gets the unencrypted key (PKCS#8), where the file system knows POSIX permissions
   *     readable for its owner only
   * @throws ConfigurationException if a file cannot be written
   */
  public void writePem(Path certificateFile, Path keyFile) {
    PemOutput.writeSecret(keyFile, identity.privateKey());
    PemOutput.write(certificateFile, identity.certificate());
  }

  private static X500Name subject(String firstName) {
    String commonName = firstName.length() <= MAX_COMMON_NAME ? firstName : "RD Gateway";
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static X509Certificate sign(
      KeyPair keys,
      KeyType keyType,
      X500Name subject,
      GeneralNames names,
      Instant notBefore,
      Duration validity)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    Instant start = notBefore.truncatedTo(ChronoUnit.SECONDS);
    // Positive and never zero (RFC 5280, section 4.1.2.2).
    BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            serial,
            Date.from(start),
            Date.from(start.plus(validity)),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, names);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(keyType.signature).build(keys.getPrivate())));
  }
}
