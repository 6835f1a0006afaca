/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsIdentity;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, an authority below it and a gateway's certificate below that. */
final class Chain {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  final X509Certificate root;
  final X509Certificate middle;
  private final X509Certificate leaf;
  private final KeyPair keys;

  /**
   * @param signature the algorithm that signs the gateway's certificate
   * @param usage whether it says that it is a server's
   */
  Chain(String name, Duration validity, String signature, boolean usage)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    KeyPair top = keyPair();
    KeyPair between = keyPair();
    keys = keyPair();
    root = sign(top, authority("CN=root", "CN=root", top), "SHA256withECDSA");
    middle = sign(top, authority("CN=root", "CN=middle", between), "SHA256withECDSA");
    JcaX509v3CertificateBuilder server =
        builder("CN=middle", "CN=gateway", keys, BEGIN.plus(validity));
    if (!name.isEmpty()) {
      server.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
    }
    if (usage) {
      server.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }
    leaf = sign(between, server, signature);
  }

  static Chain of(String name) throws Exception {
    return new Chain(name, Duration.ofDays(90), "SHA256withECDSA", true);
  }

  /** With the gateway's own certificate first. */
  TlsIdentity with(X509Certificate... issuers) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    chain.addAll(List.of(issuers));
    return new TlsIdentity(keys.getPrivate(), chain);
  }

  private static JcaX509v3CertificateBuilder authority(String issuer, String subject, KeyPair of)
      throws CertIOException {
    JcaX509v3CertificateBuilder builder =
        builder(issuer, subject, of, BEGIN.plus(Duration.ofDays(3650)));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return builder;
  }

  private static JcaX509v3CertificateBuilder builder(
      String issuer, String subject, KeyPair of, Instant end) {
    return new JcaX509v3CertificateBuilder(
        new X500Name(issuer),
        BigInteger.ONE,
        Date.from(BEGIN),
        Date.from(end),
        new X500Name(subject),
        of.getPublic());
  }

  private static X509Certificate sign(
      KeyPair signer, JcaX509v3CertificateBuilder builder, String algorithm)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
