/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.openssl.PEMParser;

/** Splits a PEM file into its parsed objects. */
final class PemFile {
  private static final byte[] UTF8_BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private PemFile() {}

  /**
   * Reads all objects of a file.
   *
   * @param file the file
   * @param what what it should be, for example {@code certificate file}
   * @param label what it should hold, for example {@code CERTIFICATE}
   * @return the objects as Bouncy Castle's parser makes them
   * @throws ConfigurationException if it cannot be read or is not PEM
   */
  static List<Object> read(Path file, String what, String label) {
    byte[] content = ConfigurationFile.read(file, what);
    try {
      // An editor's byte order mark would hide the first object from the parser.
      int start = startsWithBom(content) ? UTF8_BOM.length : 0;
      List<Object> objects = parse(content, start);
      if (objects.isEmpty()) {
        throw new ConfigurationException(
            "The "
                + what
                + " "
                + file
                + " is not a PEM file; give the text form, in which a line reads -----BEGIN "
                + label
                + "-----.");
      }
      return objects;
    } catch (IOException | RuntimeException e) {
      if (e instanceof ConfigurationException refusal) {
        throw refusal;
      }
      // The parser's own message may quote the content, which may be a key.
      throw new ConfigurationException(
          "The " + what + " " + file + " is damaged; restore it from its origin.");
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static boolean startsWithBom(byte[] content) {
    return content.length >= UTF8_BOM.length
        && Arrays.equals(content, 0, UTF8_BOM.length, UTF8_BOM, 0, UTF8_BOM.length);
  }

  private static List<Object> parse(byte[] content, int start) throws IOException {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser =
        new PEMParser(
            new InputStreamReader(
                new ByteArrayInputStream(content, start, content.length - start),
                StandardCharsets.UTF_8))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        objects.add(next);
      }
    }
    return objects;
  }
}
