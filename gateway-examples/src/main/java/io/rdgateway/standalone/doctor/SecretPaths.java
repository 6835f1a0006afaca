/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.AdminConfig;
import io.rdgateway.standalone.config.CertificateFiles;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.RadiusServerConfig;
import io.rdgateway.standalone.config.Secret;
import io.rdgateway.standalone.config.SignInConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files of a configuration hold secrets. */
final class SecretPaths {
  private final List<Path> files = new ArrayList<>();

  private SecretPaths() {}

  static List<Path> of(GatewayConfig config) {
    SecretPaths paths = new SecretPaths();
    config.tls().all().forEach(paths::certificate);
    AdminConfig admin = config.admin();
    if (admin != null) {
      paths.files.add(admin.secret());
      if (admin.certificate() != null) {
        paths.certificate(admin.certificate());
      }
    }
    if (config.users() != null) {
      paths.files.add(config.users().file());
    }
    if (config.directory() != null) {
      paths.add(config.directory().password());
    }
    if (config.totp() != null) {
      paths.files.add(config.totp().secrets());
    }
    if (config.radius() != null) {
      config.radius().all().map(RadiusServerConfig::secret).forEach(paths::add);
    }
    paths.signIn(config.signIn());
    return paths.files.stream().distinct().toList();
  }

  private void signIn(SignInConfig signIn) {
    if (signIn.kerberos() != null) {
      files.add(signIn.kerberos().keytab());
    }
    if (signIn.tokens() != null) {
      files.add(signIn.tokens().keys());
    }
  }

  private void certificate(CertificateFiles certificate) {
    files.add(certificate.keyFile());
    add(certificate.password());
  }

  private void add(@Nullable Secret secret) {
    if (secret != null) {
      secret.file().ifPresent(files::add);
    }
  }
}
