/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small files that an administrator names. */
final class ConfigurationFile {
  private static final int MAX_BYTES = 1 << 20;

  private ConfigurationFile() {}

  /**
   * Reads a whole file.
   *
   * @param file the file
   * @param what what it should be, for example {@code certificate file}
   * @return its bytes, at most 1 MiB
   * @throws ConfigurationException if it is missing, unreadable, no regular file, or too large
   */
  static byte[] read(Path file, String what) {
    String name = "The " + what + " " + file;
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ConfigurationException(name + " is not a regular file; give the path of the file.");
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(name + " does not exist; correct the path.", e);
    } catch (AccessDeniedException e) {
      throw new ConfigurationException(
          name + " may not be read; let the account that runs the gateway read it.", e);
    } catch (IOException e) {
      throw new ConfigurationException(
          name + " cannot be read (" + e.getMessage() + "); check the path and the disk.", e);
    }
    if (content.length > MAX_BYTES) {
      throw new ConfigurationException(
          name + " is larger than 1 MiB; give the file that holds nothing else.");
    }
    return content;
  }
}
