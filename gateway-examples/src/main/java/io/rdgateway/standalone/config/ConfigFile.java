/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Location;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.policy.strict.NodeLoader;
import io.rdgateway.policy.strict.Utf8;
import io.rdgateway.policy.strict.YamlSyntax;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files of the standalone gateway. */
public final class ConfigFile {
  private static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  /**
   * Reads {@code gateway.yaml} and no other file.
   *
   * @param file strict YAML in UTF-8, at most 1 MiB
   * @return what it says
   * @throws ConfigurationException with every mistake on a line of its own: file, line, column,
   *     what is wrong, what to do
   */
  public static GatewayConfig read(Path file) {
    return read(file, GatewayConfig::read);
  }

  /**
   * Reads the file of a directory alone, which has the keys of the block and {@code version}.
   *
   * @param file strict YAML in UTF-8, at most 1 MiB
   * @return what it says
   * @throws ConfigurationException with every mistake on a line of its own
   */
  public static DirectoryConfig readDirectory(Path file) {
    return read(file, DirectoryConfig::readFile);
  }

  /** Reads a file by its root. */
  static <T> T read(Path file, Reading.Part<T> root) {
    Node node = NodeLoader.load(text(file), file.toString(), YamlSyntax.YAML);
    Reading reading = new Reading(file);
    T read;
    try {
      read = root.read(node, reading);
    } catch (Reading.Unusable e) {
      reading.requireNone();
      throw new IllegalStateException("a mistake was not noted", e);
    }
    reading.requireNone();
    return read;
  }

  private static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new ConfigurationException(
          file
              + ": the file cannot be read ("
              + e.getClass().getSimpleName()
              + "); name a file that this account may read.",
          e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new Location(file.toString(), 1, 1)
          .mistake("the file is larger than 1 MiB; shorten it");
    }
    return Utf8.decode(bytes, file.toString());
  }

  /**
   * The JSON schema (draft 2020-12) of the file, for editors.
   *
   * @return its text
   */
  public static String schema() {
    try (InputStream in = ConfigFile.class.getResourceAsStream("gateway.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema of the gateway's file is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
