/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.kerberos.KerberosAcceptor;
import io.rdgateway.auth.kerberos.KerberosAccounts;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.config.AdminConfig;
import io.rdgateway.standalone.config.CertificateFiles;
import io.rdgateway.standalone.config.CertificatesConfig;
import io.rdgateway.standalone.config.DirectoryConfig;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.KerberosConfig;
import io.rdgateway.standalone.config.RadiusConfig;
import io.rdgateway.standalone.config.RadiusServerConfig;
import io.rdgateway.standalone.config.Secret;
import io.rdgateway.standalone.config.SyslogConfig;
import io.rdgateway.standalone.config.TokensConfig;
import io.rdgateway.standalone.config.TotpConfig;
import io.rdgateway.standalone.config.UsersConfig;
import io.rdgateway.tls.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Looks at the files that a configuration names. Asks no network and makes nothing. */
final class ConfigCheck {
  /** How long before the end of a certificate there is a warning. */
  private static final Duration SOON = Duration.ofDays(30);

  /** Below that a secret can be guessed (RFC 2865, section 3). */
  private static final int STRONG_SECRET = 16;

  private final GatewayConfig config;
  private final InstantSource clock;
  private final List<String> mistakes = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> summary = new ArrayList<>();

  private ConfigCheck(GatewayConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  static ConfigCheck of(GatewayConfig config, InstantSource clock) {
    ConfigCheck check = new ConfigCheck(config, clock);
    check.summary.add("Listens on: " + HostPort.text(config.listen()));
    check.certificates();
    check.admin();
    check.users();
    check.signIn();
    check.radius();
    check.events();
    check.policy();
    check.insecure();
    return check;
  }

  /** What would be wrong at the start, each with what to do. */
  List<String> mistakes() {
    return mistakes;
  }

  /** What works and should not stay so. */
  List<String> warnings() {
    return warnings;
  }

  /** What would run. */
  List<String> summary() {
    return summary;
  }

  void requireGood() {
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(String.join("\n", mistakes));
    }
  }

  private void attempt(Runnable look) {
    try {
      look.run();
    } catch (ConfigurationException e) {
      mistakes.add(String.valueOf(e.getMessage()));
    }
  }

  private void secretFile(Path file) {
    if (Files.exists(file)) {
      FolderFiles.warnIfOthersRead(file, warnings::add);
    }
  }

  private void secret(Secret secret) {
    attempt(
        () -> {
          secret.read();
          secret.file().ifPresent(this::secretFile);
        });
  }

  private void certificates() {
    List<String> names = new ArrayList<>();
    config.tls().all().forEach(files -> attempt(() -> names.addAll(certificate(files))));
    if (!names.isEmpty() && names.stream().noneMatch(this::coversName)) {
      warnings.add(
          "Warning: no certificate names "
              + config.name()
              + ", so clients will not trust it; get one that does, or correct \"name\".");
    }
  }

  private List<String> certificate(CertificateFiles files) {
    TlsIdentity identity = files.source().load();
    files.secretFiles().forEach(this::secretFile);
    Instant end = identity.certificate().getNotAfter().toInstant();
    Instant now = clock.instant();
    summary.add("Certificate: for " + String.join(", ", identity.names()) + ", until " + end);
    if (!now.isBefore(end)) {
      mistakes.add(files.certificate() + ": the certificate has ended at " + end + "; renew it.");
    } else if (now.plus(SOON).isAfter(end)) {
      warnings.add(
          "Warning: the certificate in " + files.certificate() + " ends at " + end + "; renew it.");
    }
    return identity.names();
  }

  private void admin() {
    AdminConfig admin = config.admin();
    if (admin != null) {
      attempt(
          () -> {
            AdminParts.settings(admin);
            CertificateFiles files = admin.certificate();
            if (files != null) {
              certificate(files);
            }
          });
      summary.add("Administrators: " + admin.listen());
    }
  }

  private boolean coversName(String name) {
    String wanted = config.name();
    int dot = wanted.indexOf('.');
    return name.equalsIgnoreCase(wanted)
        || (name.startsWith("*.")
            && dot > 0
            && name.substring(1).equalsIgnoreCase(wanted.substring(dot)));
  }

  private void users() {
    UsersConfig users = config.users();
    if (users != null) {
      attempt(
          () -> {
            summary.add("Users: " + UsersFile.read(users.file()).size() + " in " + users.file());
            secretFile(users.file());
          });
    }
    DirectoryConfig directory = config.directory();
    if (directory != null) {
      summary.add("Directory: " + directory.servers());
      secret(directory.password());
      attempt(() -> directory.open(null).close());
    }
  }

  private void signIn() {
    summary.add(
        "Sign-in: "
            + config.signIn().methods().stream()
                .map(method -> method.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
    attempt(() -> PemTrust.certificates(config.signIn().proxyCertificates()));
    CertificatesConfig certificates = config.signIn().certificates();
    if (certificates != null) {
      attempt(() -> SignInParts.trust(certificates));
    }
    KerberosConfig kerberos = config.signIn().kerberos();
    if (kerberos != null) {
      attempt(
          () -> {
            KerberosAcceptor.builder(kerberos.keytab(), KerberosAccounts.ofTickets()).build();
            secretFile(kerberos.keytab());
          });
    }
    TokensConfig tokens = config.signIn().tokens();
    if (tokens != null && Files.exists(tokens.keys())) {
      attempt(
          () -> {
            TokenFolder files = new TokenFolder(tokens.keys(), tokens.revocations());
            files.keys();
            files.revocations();
            secretFile(tokens.keys());
          });
    }
    TotpConfig totp = config.totp();
    if (totp != null) {
      attempt(
          () -> {
            TotpFile.read(totp.secrets());
            secretFile(totp.secrets());
          });
    }
  }

  private void radius() {
    RadiusConfig radius = config.radius();
    if (radius == null) {
      return;
    }
    summary.add(
        "RADIUS: "
            + radius.all().map(server -> server.address().toString()).distinct().toList()
            + " for "
            + radius.uses());
    radius.all().forEach(this::radius);
  }

  private void radius(RadiusServerConfig server) {
    attempt(
        () -> {
          server.secret().file().ifPresent(this::secretFile);
          if (server.secret().read().length() < STRONG_SECRET) {
            warnings.add(
                "Warning: the secret of the RADIUS server "
                    + server.address()
                    + " is shorter than 16 characters and can be guessed; make a random one.");
          }
        });
    if (server.withoutAuthenticator()) {
      warnings.add(
          "Warning: replies of the RADIUS server "
              + server.address()
              + " can be forged (insecure-allow-missing-message-authenticator); update the server.");
    }
  }

  private void events() {
    Path lines = config.events().jsonLines();
    Path folder = lines == null ? null : lines.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      mistakes.add(folder + ": there is no such folder for the events; make it.");
    }
    for (SyslogConfig syslog : config.events().syslog()) {
      Path trust = syslog.trust();
      if (trust != null) {
        attempt(() -> PemTrust.sockets(trust));
      }
    }
  }

  private void policy() {
    attempt(
        () -> {
          Path file = config.policy().file();
          RulePolicy rules = PolicyFile.load(file);
          if (rules.connectionRules().isEmpty() || rules.resourceRules().isEmpty()) {
            mistakes.add(
                file
                    + ": there is no "
                    + (rules.connectionRules().isEmpty() ? "connection" : "resource")
                    + " policy, so nobody could reach anything; add one.");
          }
          summary.add(
              "Policy: "
                  + rules.connectionRules().size()
                  + " for connections, "
                  + rules.resourceRules().size()
                  + " for resources, in "
                  + file);
        });
  }

  private void insecure() {
    if (config.tls().certificate() == null) {
      warnings.add(
          "Warning: plain HTTP (insecure-plain-http): whoever is between the proxy and this gateway"
              + " reads passwords; keep both on one machine.");
    }
    if (config.signIn().pairsAcrossAddresses()) {
      warnings.add(
          "Warning: halves of a tunnel may come from two addresses"
              + " (insecure-pair-across-addresses).");
    }
    if (config.signIn().channelBinding().name().startsWith("INSECURE")) {
      warnings.add("Warning: channel bindings are not looked at (insecure-off); relays go unseen.");
    }
    CertificatesConfig certificates = config.signIn().certificates();
    if (certificates != null && certificates.revocation().name().startsWith("INSECURE")) {
      warnings.add("Warning: certificates that were revoked may be taken; write fail-closed.");
    }
  }
}
