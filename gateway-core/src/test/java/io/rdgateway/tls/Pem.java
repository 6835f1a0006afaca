/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Writes PEM in the forms that administrators have. */
final class Pem {
  private Pem() {}

  /** PKCS#8. */
  static String pkcs8(PrivateKey key) throws Exception {
    return text(new JcaPKCS8Generator(key, null));
  }

  /** Encrypted PKCS#8. */
  static String encrypted(PrivateKey key, ASN1ObjectIdentifier algorithm, String password)
      throws Exception {
    return text(
        new JcaPKCS8Generator(
            key,
            new JceOpenSSLPKCS8EncryptorBuilder(algorithm)
                .setProvider(new BouncyCastleProvider())
                .setPassword(password.toCharArray())
                .build()));
  }

  /** A key on P-256 as SEC1, with the curve inside as OpenSSL writes it. */
  static String sec1(KeyPair keys) throws Exception {
    BigInteger secret = ((ECPrivateKey) keys.getPrivate()).getS();
    return text(
        new PemObject(
            "EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(
                    256,
                    secret,
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
                        .getPublicKeyData(),
                    SECObjectIdentifiers.secp256r1)
                .getEncoded()));
  }

  /** A key of an algorithm that does not exist. */
  static String unknownKind() throws Exception {
    return text(
        new PemObject(
            "PRIVATE KEY",
            new PrivateKeyInfo(
                    new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1")),
                    new DEROctetString(new byte[32]))
                .getEncoded()));
  }

  /** A certificate, or a key as PKCS#1. */
  static String classic(Object object) throws Exception {
    return text(new JcaMiscPEMGenerator(object));
  }

  /** A key as OpenSSL encrypted it before PKCS#8. */
  static String classicEncrypted(PrivateKey key, String password) throws Exception {
    return text(
        new JcaMiscPEMGenerator(
            key,
            new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(new BouncyCastleProvider())
                .build(password.toCharArray())));
  }

  static Path write(Path folder, String name, String... content) throws Exception {
    return Files.writeString(folder.resolve(name), String.join("", content));
  }

  private static String text(PemObjectGenerator generator) throws Exception {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(generator);
    }
    return text.toString();
  }
}
