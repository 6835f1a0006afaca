/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the password of the service account comes from. Asked anew for each connection, so that a
 * changed one is noticed. Thread-safe.
 */
@FunctionalInterface
public interface ServicePassword {

  /**
   * Fetches the password.
   *
   * @return not empty
   * @throws IOException if it cannot be had; the message names the place and never the password
   */
  String read() throws IOException;

  /**
   * A password in a file of its own, in UTF-8; one line end after it does not count.
   *
   * @param file which only the gateway can read
   * @return reads the file each time
   */
  static ServicePassword ofFile(Path file) {
    return new InFile(file);
  }

  /**
   * A password in an environment variable.
   *
   * @param variable its name
   * @return reads the environment
   */
  static ServicePassword ofEnvironment(String variable) {
    return new InEnvironment(variable, System.getenv());
  }

  /** A file; its name may be shown. */
  record InFile(Path file) implements ServicePassword {
    private static final int MAX_BYTES = 4096;

    @Override
    public String read() throws IOException {
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      } catch (IOException e) {
        throw new IOException(
            "the password file "
                + file
                + " cannot be read ("
                + e.getClass().getSimpleName()
                + "); let the gateway's account read it",
            e);
      }
      String text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new IOException("the password file " + file + " is not in UTF-8", e);
      }
      String password = text.replaceFirst("\r?\n\\z", "");
      if (bytes.length > MAX_BYTES
          || password.isEmpty()
          || password.chars().anyMatch(Character::isISOControl)) {
        throw new IOException(
            "the password file " + file + " must hold one line, the password, and nothing else");
      }
      return password;
    }
  }

  /** A variable; its name may be shown. */
  record InEnvironment(String variable, Map<String, String> environment)
      implements ServicePassword {
    @Override
    public String read() throws IOException {
      String password = environment.get(variable);
      if (password == null || password.isEmpty()) {
        throw new IOException(
            "the environment variable " + variable + " is not set; put the password there");
      }
      return password;
    }

    @Override
    public String toString() {
      return "environment variable " + variable;
    }
  }
}
