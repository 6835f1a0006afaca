/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** What whoever administrates a gateway has to know. Never shown. */
public final class AdminSecret {
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = 512;

  private final byte[] secret;

  private AdminSecret(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Reads a secret from a file of its own that nobody but its owner may read; where the file system
   * has no such permissions, they are not looked at.
   *
   * @param file holds one line of 32 to 512 visible ASCII characters
   * @return the secret
   * @throws ConfigurationException if it does not, or others may read it
   */
  public static AdminSecret read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_LENGTH + 3);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "There is no secret for administrators at "
              + file
              + "; make one with: (umask 077; openssl rand -hex 32 > "
              + file
              + ")",
          e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The secret "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); run as the account that owns it.",
          e);
    }
    FolderFiles.requireOwnerOnly(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\r?\n\\z", "");
    if (text.length() < MIN_LENGTH
        || text.length() > MAX_LENGTH
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new ConfigurationException(
          "The file "
              + file
              + " must hold one line of "
              + MIN_LENGTH
              + " to "
              + MAX_LENGTH
              + " visible ASCII characters and nothing else; make a new one with: openssl rand -hex"
              + " 32");
    }
    return new AdminSecret(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Compares in a time that does not tell where the first difference is. */
  boolean matches(String offered) {
    return MessageDigest.isEqual(secret, offered.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The value of the Authorization field that carries it. */
  String authorization() {
    return "Bearer " + new String(secret, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
