/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.ConfigurationException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs12SourceTest {
  private static final KeyPair RSA = TestCertificates.RSA;
  private static final X509Certificate CERTIFICATE = TestCertificates.of(RSA).make();
  private static final char[] PASSWORD = "sesame".toCharArray();

  @TempDir Path folder;

  @Test
  void readsAChainAndItsKey() throws Exception {
    KeyPair root = TestCertificates.ec("secp256r1");
    X509Certificate issuer = TestCertificates.of(root).subject("CN=root").authority().make();
    X509Certificate leaf =
        TestCertificates.of(RSA)
            .signature("SHA256withECDSA")
            .issuedBy(issuer, root.getPrivate())
            .make();
    KeyStore store = empty();
    store.setKeyEntry("gateway", RSA.getPrivate(), PASSWORD, new Certificate[] {leaf, issuer});
    store.setCertificateEntry("other", TestCertificates.of(root).subject("CN=other").make());

    TlsIdentity identity = TlsSource.pkcs12(write(store), PASSWORD).load();

    assertEquals(List.of(leaf, issuer), identity.chain());
    assertArrayEquals(RSA.getPrivate().getEncoded(), identity.privateKey().getEncoded());
  }

  @Test
  void readsAStoreOfAnotherMaker() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12", new BouncyCastleProvider());
    store.load(null, null);
    store.setKeyEntry("gateway", RSA.getPrivate(), null, new Certificate[] {CERTIFICATE});

    assertEquals(CERTIFICATE, TlsSource.pkcs12(write(store), PASSWORD).load().certificate());
  }

  @Test
  void keepsItsOwnCopyOfThePassword() throws Exception {
    char[] password = PASSWORD.clone();
    TlsSource.Loader source = TlsSource.pkcs12(write(withKeys("gateway")), password);
    Arrays.fill(password, 'x');

    assertEquals(CERTIFICATE, source.load().certificate());
    assertEquals(CERTIFICATE, source.load().certificate());
    assertFalse(source.toString().contains("sesame"));
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    Path file = write(withKeys("gateway"));

    refused(
        file,
        "Sesame".toCharArray(),
        "The password does not open the key store " + file + "; give the right one.");
  }

  @Test
  void refusesAKeyWithAPasswordOfItsOwn() throws Exception {
    KeyStore store = empty();
    store.setKeyEntry(
        "gateway", RSA.getPrivate(), "other".toCharArray(), new Certificate[] {CERTIFICATE});
    Path file = write(store);

    refused(
        file,
        PASSWORD,
        "The password of the key store "
            + file
            + " does not open the private key in it; give both the same password.");
  }

  @Test
  void refusesAStoreWithoutAKeyOrWithSeveral() throws Exception {
    KeyStore certificates = empty();
    certificates.setCertificateEntry("gateway", CERTIFICATE);
    Path none = write(certificates);
    refused(
        none,
        PASSWORD,
        "The key store "
            + none
            + " has no private key; export the certificate together with its private key.");

    Path two = write(withKeys("gateway", "mail"));
    refused(
        two,
        PASSWORD,
        "The key store "
            + two
            + " has 2 private keys; export the gateway's certificate into a store of its own.");
  }

  @Test
  void refusesAnythingThatIsNoStore() throws Exception {
    Path text = Pem.write(folder, "cert.pem", Pem.classic(CERTIFICATE));
    Path missing = folder.resolve("missing.p12");

    refused(
        text,
        PASSWORD,
        "The key store "
            + text
            + " is not a PKCS#12 store that this JVM can read; export the certificate as PKCS#12"
            + " (.p12, .pfx) again, or give PEM files.");
    refused(missing, PASSWORD, "The key store " + missing + " does not exist; correct the path.");
  }

  @Test
  void namesTheStoreWhenItsKeyIsOfNoUse() throws Exception {
    KeyStore store = empty();
    store.setKeyEntry(
        "gateway",
        TestCertificates.ec("secp256r1").getPrivate(),
        PASSWORD,
        new Certificate[] {CERTIFICATE});
    Path file = write(store);

    refused(
        file,
        PASSWORD,
        "The private key in "
            + file
            + " does not belong to the certificate in "
            + file
            + "; give the key that this certificate was issued for.");
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static KeyStore withKeys(String... aliases) throws Exception {
    KeyStore store = empty();
    for (String alias : aliases) {
      store.setKeyEntry(alias, RSA.getPrivate(), PASSWORD, new Certificate[] {CERTIFICATE});
    }
    return store;
  }

  private Path write(KeyStore store) throws Exception {
    Path file = Files.createTempFile(folder, "store", ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  private static void refused(Path file, char[] password, String sentence) {
    assertEquals(
        sentence,
        assertThrows(ConfigurationException.class, () -> TlsSource.pkcs12(file, password).load())
            .getMessage());
  }
}
