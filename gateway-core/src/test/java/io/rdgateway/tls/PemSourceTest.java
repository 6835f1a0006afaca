/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rdgateway.spi.ConfigurationException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.openssl.PKCS8Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemSourceTest {
  private static final KeyPair RSA = TestCertificates.RSA;
  private static final X509Certificate CERTIFICATE = TestCertificates.of(RSA).make();

  @TempDir Path folder;

  @Test
  void readsEveryFormOfAnUnencryptedKey() throws Exception {
    KeyPair ec = TestCertificates.ec("secp256r1");
    X509Certificate ecCertificate = TestCertificates.of(ec).make();

    loads(RSA.getPrivate(), CERTIFICATE, Pem.pkcs8(RSA.getPrivate()), null);
    loads(RSA.getPrivate(), CERTIFICATE, Pem.classic(RSA.getPrivate()), null);
    loads(ec.getPrivate(), ecCertificate, Pem.pkcs8(ec.getPrivate()), null);
    loads(ec.getPrivate(), ecCertificate, Pem.sec1(ec), null);
    String curveFirst =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    loads(ec.getPrivate(), ecCertificate, curveFirst + Pem.sec1(ec), null);
  }

  @Test
  void readsEveryFormOfAnEncryptedKey() throws Exception {
    PrivateKey key = RSA.getPrivate();

    loads(key, CERTIFICATE, Pem.encrypted(key, PKCS8Generator.AES_256_CBC, "sesame"), "sesame");
    loads(key, CERTIFICATE, Pem.encrypted(key, PKCS8Generator.AES_128_CBC, "sesame"), "sesame");
    loads(key, CERTIFICATE, Pem.encrypted(key, PKCS8Generator.PBE_SHA1_3DES, "sesame"), "sesame");
    loads(key, CERTIFICATE, Pem.classicEncrypted(key, "sesame"), "sesame");
    loads(key, CERTIFICATE, Pem.pkcs8(key), "sesame");
  }

  @Test
  void readsOneFileWithEverythingAndTextAround() throws Exception {
    Path all =
        Pem.write(
            folder,
            "all.pem",
            "\ufeffBag Attributes\r\n  friendlyName: x\r\n",
            Pem.classic(CERTIFICATE).replace("\n", "\r\n"),
            "some text\n",
            Pem.pkcs8(RSA.getPrivate()));
    Path markFirst =
        Pem.write(
            folder, "mark.pem", "\ufeff", Pem.classic(CERTIFICATE), Pem.pkcs8(RSA.getPrivate()));

    assertEquals(CERTIFICATE, TlsSource.pem(all, all).load().certificate());
    assertEquals(CERTIFICATE, TlsSource.pem(markFirst, markFirst).load().certificate());
  }

  @Test
  void readsAChainInItsOrder() throws Exception {
    KeyPair root = TestCertificates.ec("secp256r1");
    X509Certificate issuer = TestCertificates.of(root).subject("CN=root").authority().make();
    X509Certificate leaf =
        TestCertificates.of(RSA)
            .signature("SHA256withECDSA")
            .issuedBy(issuer, root.getPrivate())
            .make();
    Path chain = Pem.write(folder, "chain.pem", Pem.classic(leaf), Pem.classic(issuer));
    Path key = Pem.write(folder, "key.pem", Pem.pkcs8(RSA.getPrivate()));

    assertEquals(List.of(leaf, issuer), TlsSource.pem(chain, key).load().chain());

    Path wrong = Pem.write(folder, "wrong.pem", Pem.classic(issuer), Pem.classic(leaf));
    refused(
        wrong,
        key,
        "The certificate in "
            + wrong
            + " comes with a chain that is out of order: number 2 did not issue number 1; put the"
            + " server's certificate first, then each one's issuer, and nothing else.");
  }

  @Test
  void readsTheFilesAgainAtEachLoad() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path key = Pem.write(folder, "key.pem", Pem.pkcs8(RSA.getPrivate()));
    TlsSource.Loader source = TlsSource.pem(certificate, key);
    assertEquals(CERTIFICATE, source.load().certificate());

    X509Certificate renewed = TestCertificates.of(RSA).make();
    Pem.write(folder, "cert.pem", Pem.classic(renewed));

    assertEquals(renewed, source.load().certificate());
  }

  @Test
  void keepsItsOwnCopyOfThePassword() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path key =
        Pem.write(
            folder,
            "key.pem",
            Pem.encrypted(RSA.getPrivate(), PKCS8Generator.AES_256_CBC, "sesame"));
    char[] password = "sesame".toCharArray();
    TlsSource.Loader source = TlsSource.pem(certificate, key, password);
    Arrays.fill(password, 'x');

    assertEquals(CERTIFICATE, source.load().certificate());
    assertEquals(CERTIFICATE, source.load().certificate());
    assertFalse(source.toString().contains("sesame"));
  }

  @Test
  void refusesFilesThatCannotBeRead() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path missing = folder.resolve("missing.pem");

    refused(
        missing, missing, "The certificate file " + missing + " does not exist; correct the path.");
    refused(
        certificate,
        missing,
        "The private key file " + missing + " does not exist; correct the path.");
    refused(
        folder,
        missing,
        "The certificate file " + folder + " is not a regular file; give the path of the file.");
    Path large = Pem.write(folder, "large.pem", "x".repeat((1 << 20) + 1));
    refused(
        large,
        missing,
        "The certificate file "
            + large
            + " is larger than 1 MiB; give the file that holds nothing else.");
  }

  @Test
  void refusesAFileThatMayNotBeRead() throws Exception {
    Path secret = Pem.write(folder, "secret.pem", Pem.classic(CERTIFICATE));
    assumeTrue(
        secret.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system knows no POSIX permissions");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "the account that runs the tests may read everything");

    refused(
        secret,
        secret,
        "The certificate file "
            + secret
            + " may not be read; let the account that runs the gateway read it.");
  }

  @Test
  void refusesWhatIsNoPem() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path binary = Files.write(folder.resolve("cert.der"), CERTIFICATE.getEncoded());
    Path empty = Pem.write(folder, "empty.pem");

    refused(
        binary,
        certificate,
        "The certificate file "
            + binary
            + " is not a PEM file; give the text form, in which a line reads -----BEGIN"
            + " CERTIFICATE-----.");
    refused(
        certificate,
        empty,
        "The private key file "
            + empty
            + " is not a PEM file; give the text form, in which a line reads -----BEGIN PRIVATE"
            + " KEY-----.");
  }

  @Test
  void refusesDamagedPemWithoutQuotingIt() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    String key = Pem.pkcs8(RSA.getPrivate());
    Path broken = Pem.write(folder, "broken.pem", key.replaceFirst("\n[^\n]+\n", "\n"));
    Path garbled = Pem.write(folder, "garbled.pem", key.replaceFirst("\nMII", "\n!!!"));
    Path cut = Pem.write(folder, "cut.pem", key.substring(0, key.length() / 2));

    for (Path file : List.of(broken, garbled, cut)) {
      refused(
          certificate,
          file,
          "The private key file " + file + " is damaged; restore it from its origin.");
    }
  }

  @Test
  void refusesFilesWithTheWrongThingsInThem() throws Exception {
    String key = Pem.pkcs8(RSA.getPrivate());
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path one = Pem.write(folder, "key.pem", key);
    Path two = Pem.write(folder, "keys.pem", key, Pem.classic(RSA.getPrivate()));

    refused(
        one,
        one,
        "The certificate file "
            + one
            + " has no certificate; give the file in which a line reads -----BEGIN"
            + " CERTIFICATE-----.");
    refused(
        certificate,
        certificate,
        "The private key file "
            + certificate
            + " has no private key; give the file in which a line reads -----BEGIN PRIVATE"
            + " KEY-----.");
    refused(
        certificate,
        two,
        "The private key file "
            + two
            + " has 2 private keys; leave only the one of the certificate.");
  }

  @Test
  void refusesAnEncryptedKeyWithoutItsPassword() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    for (String text :
        List.of(
            Pem.encrypted(RSA.getPrivate(), PKCS8Generator.AES_256_CBC, "sesame"),
            Pem.classicEncrypted(RSA.getPrivate(), "sesame"))) {
      Path key = Pem.write(folder, "key.pem", text);

      refused(certificate, key, "The private key in " + key + " is encrypted; give its password.");
      assertEquals(
          "The password does not open the private key in " + key + "; give the right one.",
          assertThrows(
                  ConfigurationException.class,
                  () -> TlsSource.pem(certificate, key, "Sesame".toCharArray()).load())
              .getMessage());
    }
  }

  @Test
  void refusesAKeyOfAnUnsupportedKind() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path key = Pem.write(folder, "key.pem", Pem.unknownKind());

    refused(
        certificate,
        key,
        "The private key in "
            + key
            + " is damaged or of an unsupported kind; use an RSA key of at least 2048 bits or an EC"
            + " key on P-256, P-384 or P-521.");
  }

  @Test
  void namesBothFilesWhenTheyDoNotBelongTogether() throws Exception {
    Path certificate = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path key =
        Pem.write(folder, "key.pem", Pem.pkcs8(TestCertificates.ec("secp256r1").getPrivate()));

    refused(
        certificate,
        key,
        "The private key in "
            + key
            + " does not belong to the certificate in "
            + certificate
            + "; give the key that this certificate was issued for.");
  }

  private void loads(
      PrivateKey key, X509Certificate certificate, String keyText, @Nullable String password)
      throws Exception {
    Path certificateFile = Pem.write(folder, "cert.pem", Pem.classic(certificate));
    Path keyFile = Pem.write(folder, "key.pem", keyText);
    TlsSource.Loader source =
        password == null
            ? TlsSource.pem(certificateFile, keyFile)
            : TlsSource.pem(certificateFile, keyFile, password.toCharArray());

    TlsIdentity identity = source.load();

    assertEquals(certificate, identity.certificate());
    assertEquals(secret(key), secret(identity.privateKey()));
  }

  private static BigInteger secret(PrivateKey key) {
    return key instanceof RSAPrivateKey rsa
        ? rsa.getPrivateExponent()
        : ((ECPrivateKey) key).getS();
  }

  private static void refused(Path certificate, Path key, String sentence) {
    assertEquals(
        sentence,
        assertThrows(ConfigurationException.class, () -> TlsSource.pem(certificate, key).load())
            .getMessage());
  }
}
