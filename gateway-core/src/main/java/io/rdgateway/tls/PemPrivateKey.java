/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** The one private key of a PEM file. */
final class PemPrivateKey {
  private PemPrivateKey() {}

  /**
   * Reads a key as PKCS#8, encrypted PKCS#8, PKCS#1, SEC1 or in OpenSSL's older encryption.
   *
   * @param file the file
   * @param password for an encrypted key; not kept
   * @return the key, made by the JDK's own providers
   * @throws ConfigurationException if there is not exactly one, or it does not open
   */
  static PrivateKey read(Path file, char @Nullable [] password) {
    List<Object> keys =
        PemFile.read(file, "private key file", "PRIVATE KEY").stream()
            .filter(PemPrivateKey::isKey)
            .toList();
    if (keys.isEmpty()) {
      throw new ConfigurationException(
          "The private key file "
              + file
              + " has no private key; give the file in which a line reads -----BEGIN PRIVATE KEY-----"
              + ".");
    }
    if (keys.size() > 1) {
      throw new ConfigurationException(
          "The private key file "
              + file
              + " has "
              + keys.size()
              + " private keys; leave only the one of the certificate.");
    }
    Object key = keys.get(0);
    if (key instanceof PrivateKeyInfo || key instanceof PEMKeyPair) {
      return openPlain(file, key);
    }
    if (password == null) {
      throw new ConfigurationException(
          "The private key in " + file + " is encrypted; give its password.");
    }
    return openEncrypted(file, key, password);
  }

  private static boolean isKey(Object object) {
    return object instanceof PrivateKeyInfo
        || object instanceof PEMKeyPair
        || object instanceof PKCS8EncryptedPrivateKeyInfo
        || object instanceof PEMEncryptedKeyPair;
  }

  private static PrivateKey openPlain(Path file, Object key) {
    try {
      return key instanceof PEMKeyPair pair ? convert(pair.getPrivateKeyInfo()) : convert(key);
    } catch (IOException | RuntimeException e) {
      throw new ConfigurationException(
          "The private key in "
              + file
              + " is damaged or of an unsupported kind; use an RSA key of at least 2048 bits or an"
              + " EC key on P-256, P-384 or P-521.",
          e);
    }
  }

  private static PrivateKey openEncrypted(Path file, Object key, char[] password) {
    try {
      if (key instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        return convert(
            encrypted.decryptPrivateKeyInfo(
                new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(password)));
      }
      PEMEncryptedKeyPair encrypted = (PEMEncryptedKeyPair) key;
      return convert(
          encrypted.decryptKeyPair(new BcPEMDecryptorProvider(password)).getPrivateKeyInfo());
    } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
      // A wrong password shows as anything from bad padding to a structure that makes no sense.
      throw new ConfigurationException(
          "The password does not open the private key in " + file + "; give the right one.", e);
    }
  }

  private static PrivateKey convert(Object info) throws IOException {
    return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) info);
  }
}
