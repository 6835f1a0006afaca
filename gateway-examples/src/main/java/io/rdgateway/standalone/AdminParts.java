/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.standalone.config.AdminConfig;
import io.rdgateway.standalone.config.CertificateFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the listener for administrators that a configuration describes. */
final class AdminParts {
  private static final int GOOD = 200;

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
        : AdminListener.start(running.gateway(), settings(config), new Actions(running, reloads));
  }

  private record Actions(ConfiguredGateway running, Reloads reloads) implements AdminActions {
    @Override
    public String reloadPolicy() {
      return reloads.policyNow();
    }

    @Override
    public Optional<AdminPage> metrics() {
      return running
          .metrics()
          .map(page -> new AdminPage(GOOD, MetricsPage.CONTENT_TYPE, page.text()));
    }
  }
}
