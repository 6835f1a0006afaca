/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import org.jspecify.annotations.Nullable;

/**
 * The configuration cannot work. The message is one sentence for the administrator that names the
 * thing and the remedy; programs print it alone, without a stack trace.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A mistake in the configuration.
   *
   * @param message names the thing and the remedy, without secrets
   */
  public ConfigurationException(String message) {
    super(message);
  }

  /**
   * A mistake in the configuration with the error that showed it.
   *
   * @param message names the thing and the remedy, without secrets
   * @param cause what showed it
   */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
