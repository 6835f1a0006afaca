/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.standalone.config.AdminConfig;
import io.rdgateway.standalone.config.CertificateFiles;
import org.jspecify.annotations.Nullable;

/** Makes the listener for administrators that a configuration describes. */
final class AdminParts {
  private AdminParts() {}

  /** Reads the secret and nothing else. */
  static AdminSettings settings(AdminConfig config) {
    AdminSecret secret = AdminSecret.read(config.secret());
    CertificateFiles certificate = config.certificate();
    AdminSettings settings =
        certificate != null
            ? AdminSettings.tls(config.listen(), secret, certificate.source(), config.names())
            : config.insecurePlainHttp()
                ? AdminSettings.insecurePlainHttp(config.listen(), secret, config.names())
                : AdminSettings.loopback(config.listen(), secret);
    return config.openMetrics() ? settings.withOpenMetrics() : settings;
  }

  /** Starts it; null if there is none to be. */
  static @Nullable AdminListener start(ConfiguredGateway running, Reloads reloads) {
    AdminConfig config = running.config().admin();
    return config == null
        ? null
        : AdminListener.start(running.gateway(), settings(config), reloads::policyNow);
  }
}
