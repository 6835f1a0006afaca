/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRevocation;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The keys and revocations of access tokens in the folder of the quick start. A line of {@code
 * token-keys} is an id and a secret in base64, and the first one issues; a line of {@code
 * token-revocations} is a time, what is revoked, and its name.
 */
final class TokenFolder {
  private static final int MAX_BYTES = 1 << 20;
  private static final int SECRET_BYTES = 32;

  private final Path keysFile;
  private final Path revocationsFile;

  TokenFolder(Path folder) {
    this(folder.resolve("token-keys"), folder.resolve("token-revocations"));
  }

  /** Files of any name. */
  TokenFolder(Path keysFile, Path revocationsFile) {
    this.keysFile = keysFile;
    this.revocationsFile = revocationsFile;
  }

  /** The keys; makes one at the first time. */
  TokenKeys keys() {
    if (Files.notExists(keysFile)) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      FolderFiles.write(
          keysFile,
          ("k1 " + Base64.getEncoder().encodeToString(secret) + "\n")
              .getBytes(StandardCharsets.US_ASCII));
    }
    List<TokenKey> keys = new ArrayList<>();
    for (String line : lines(keysFile)) {
      String[] parts = line.split(" ", -1);
      try {
        if (parts.length != 2) {
          throw new IllegalArgumentException("a line is an id, a blank and a secret");
        }
        keys.add(TokenKey.hmac(parts[0], Base64.getDecoder().decode(parts[1])));
      } catch (IllegalArgumentException e) {
        // The message of the decoder may quote the secret.
        throw new ConfigurationException(
            keysFile
                + ": entry "
                + (keys.size() + 1)
                + " is no key; write an id of up to 16 letters and digits, a blank, and 32 random"
                + " bytes in base64.");
      }
    }
    if (keys.isEmpty()) {
      throw new ConfigurationException(keysFile + " has no key; remove it to have one made.");
    }
    try {
      return new TokenKeys(keys.get(0), keys.subList(1, keys.size()).toArray(TokenKey[]::new));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(keysFile + ": " + e.getMessage() + "; remove one.", e);
    }
  }

  /** Says so when others may read the keys, with which they can issue. */
  void warnIfOthersRead(Consumer<String> say) {
    FolderFiles.warnIfOthersRead(keysFile, say);
  }

  List<TokenRevocation> revocations() {
    if (Files.notExists(revocationsFile)) {
      return List.of();
    }
    List<TokenRevocation> all = new ArrayList<>();
    for (String line : lines(revocationsFile)) {
      String[] parts = line.split(" ", 3);
      try {
        all.add(
            new TokenRevocation(
                TokenRevocation.Kind.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                parts[2],
                Instant.parse(parts[0])));
      } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
        throw new ConfigurationException(
            revocationsFile
                + ": entry "
                + (all.size() + 1)
                + " is no revocation; write a time, then token, user or key, then its name.",
            e);
      }
    }
    return all;
  }

  /** Adds to the file; a running gateway looks at it every two seconds. */
  void revoke(TokenRevocation revocation) {
    revocations(); // a gateway that cannot read the file would not take this over either
    int there = bytes(revocationsFile).length;
    // Somebody who edits the file may leave its last line without an end.
    byte[] entry = ("\n" + line(revocation)).getBytes(StandardCharsets.UTF_8);
    if (there + entry.length > MAX_BYTES) {
      throw tooLarge(revocationsFile);
    }
    FolderFiles.append(revocationsFile, entry);
  }

  private static String line(TokenRevocation revocation) {
    return revocation.at()
        + " "
        + revocation.kind().name().toLowerCase(Locale.ROOT)
        + " "
        + revocation.name()
        + "\n";
  }

  private static List<String> lines(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static byte[] bytes(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new ConfigurationException(
          file + " cannot be read (" + e.getClass().getSimpleName() + "); check its permissions.",
          e);
    }
    if (bytes.length > MAX_BYTES) {
      throw tooLarge(file);
    }
    return bytes;
  }

  private static ConfigurationException tooLarge(Path file) {
    return new ConfigurationException(file + " has no room beyond 1 MiB; take old lines out.");
  }
}
