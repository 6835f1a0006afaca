/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.ldap.ServicePassword;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a secret is: a file of its own or an environment variable. It is read when needed. */
public final class Secret {
  private final ServicePassword source;
  private final @Nullable Path file;

  private Secret(ServicePassword source, @Nullable Path file) {
    this.source = source;
    this.file = file;
  }

  static Secret ofFile(Path file) {
    return new Secret(ServicePassword.ofFile(file), file);
  }

  static Secret ofVariable(String variable) {
    return new Secret(ServicePassword.ofEnvironment(variable), null);
  }

  /** The same for a directory, which reads it anew for each connection. */
  public ServicePassword servicePassword() {
    return source;
  }

  /** The file that others must not read, if it is one. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Reads it.
   *
   * @return one line, not empty
   * @throws ConfigurationException if it cannot be had
   */
  public String read() {
    try {
      return source.read();
    } catch (IOException e) {
      throw new ConfigurationException("A secret is not there: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
