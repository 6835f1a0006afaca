/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Writes PEM files that appear whole or not at all. */
final class PemOutput {
  private static final FileAttribute<?>[] ANYONE = {};
  private static final FileAttribute<?>[] OWNER_ONLY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private PemOutput() {}

  /**
   * Writes a certificate.
   *
   * @param file gets it; replaced if it exists
   * @param certificate what to write
   * @throws ConfigurationException if that fails
   */
  static void write(Path file, X509Certificate certificate) {
    try {
      replace(file, new JcaMiscPEMGenerator(certificate), ANYONE);
    } catch (IOException e) {
      throw cannotWrite("certificate file", file, e);
    }
  }

  /**
   * Writes a key as unencrypted PKCS#8. The file never exists with wider permissions than the
   * owner's, not even for a moment.
   *
   * @param file gets it; replaced if it exists
   * @param key what to write
   * @throws ConfigurationException if that fails
   */
  static void writeSecret(Path file, PrivateKey key) {
    try {
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      replace(file, new JcaPKCS8Generator(key, null), posix ? OWNER_ONLY : ANYONE);
    } catch (IOException e) {
      throw cannotWrite("private key file", file, e);
    }
  }

  private static void replace(Path file, PemObjectGenerator content, FileAttribute<?>... access)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel out =
          FileChannel.open(
              temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), access)) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(encode(content));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String encode(PemObjectGenerator content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter out = new PemWriter(text)) {
      out.writeObject(content);
    }
    return text.toString();
  }

  private static ConfigurationException cannotWrite(String what, Path file, IOException cause) {
    return new ConfigurationException(
        "The "
            + what
            + " "
            + file
            + " cannot be written ("
            + cause
            + "); check the folder and its permissions.",
        cause);
  }
}
