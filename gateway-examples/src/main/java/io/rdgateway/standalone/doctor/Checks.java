/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.auth.kdcproxy.KdcAddress;
import io.rdgateway.auth.kdcproxy.KdcRealm;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ldap.LdapServer;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.protocol.IpNetwork;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.config.AdminConfig;
import io.rdgateway.standalone.config.CertificateFiles;
import io.rdgateway.standalone.config.DirectoryConfig;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.HostAndPort;
import io.rdgateway.standalone.config.JwtConfig;
import io.rdgateway.standalone.config.SyslogConfig;
import io.rdgateway.tls.TlsIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks that a configuration asks for. */
final class Checks {
  /** More hosts of a policy are not tried: a scan of a large network is no check. */
  static final int MAX_HOSTS = 64;

  private final GatewayConfig config;
  private final Surroundings around;

  /** By subject, so that nothing is looked at twice. */
  private final Map<String, Check> checks = new LinkedHashMap<>();

  /** Whether somebody else's clock is looked at. */
  private boolean comparesClocks;

  private Checks(GatewayConfig config, Surroundings around) {
    this.config = config;
    this.around = around;
  }

  /** In the order of the report. Reads the certificate and the policy; asks no network yet. */
  static List<Check> of(GatewayConfig config, Surroundings around) {
    Checks checks = new Checks(config, around);
    checks.certificates();
    checks.machine();
    checks.names();
    checks.kdcs();
    checks.issuers();
    if (!checks.comparesClocks) {
      checks.add(
          new Known(
              "clock",
              Finding.note(
                  "There is no KDC and no token issuer whose clock this one could be compared with;"
                      + " see to it that a time service sets it.")));
    }
    checks.servers();
    checks.policy();
    checks.add(new SignInTraps(config));
    checks.add(new ClientOffers(config.signIn()));
    return List.copyOf(checks.checks.values());
  }

  private void add(Check check) {
    checks.putIfAbsent(check.subject(), check);
  }

  private void certificates() {
    if (config.tls().certificate() == null) {
      add(new Known("certificate", Finding.note("A proxy in front has the certificate.")));
    }
    List<TlsIdentity> identities = new ArrayList<>();
    for (CertificateFiles files : config.tls().all()) {
      TlsIdentity identity = certificate(files);
      if (identity != null) {
        identities.add(identity);
      }
    }
    if (!identities.isEmpty()) {
      add(new CertificateNames(identities, config.name()));
    }
    AdminConfig admin = config.admin();
    if (admin != null && admin.certificate() != null) {
      certificate(admin.certificate());
    }
  }

  private @Nullable TlsIdentity certificate(CertificateFiles files) {
    String file = files.certificate().toString();
    try {
      TlsIdentity identity = files.source().load();
      add(new About(file, new CertificateChain(identity, around.roots())));
      add(new About(file, new CertificateUsage(identity)));
      add(new About(file, new CertificateStrength(identity)));
      add(new About(file, new CertificateTimes(identity, around.clock())));
      return identity;
    } catch (ConfigurationException e) {
      add(new Known("certificate " + file, unusable(e)));
      return null;
    }
  }

  private static Finding unusable(ConfigurationException e) {
    return Finding.problem(
        String.valueOf(e.getMessage()), "the gateway does not start before that");
  }

  private void machine() {
    add(new SecretFiles(SecretPaths.of(config)));
    add(new EngineCheck(config.tls().engine(), around.boringSsl()));
  }

  private void names() {
    add(new NameCheck("the gateway", config.name(), false, around.network()));
    DirectoryConfig directory = config.directory();
    if (directory != null) {
      for (LdapServer server : directory.servers()) {
        add(new NameCheck("the directory", server.host(), true, around.network()));
      }
    }
  }

  private void kdcs() {
    if (config.kdcProxy() != null) {
      for (KdcRealm realm : config.kdcProxy().realms()) {
        for (KdcAddress kdc : realm.kdcs()) {
          kdc(realm.name(), kdc.host(), kdc.port());
        }
      }
      return;
    }
    DirectoryConfig directory = config.directory();
    String domain = directory == null ? null : directory.domain().dnsName();
    if (directory == null
        || domain == null
        || directory.kind() != DirectoryConfig.Kind.ACTIVE_DIRECTORY) {
      return;
    }
    // Every domain controller of an Active Directory is a KDC.
    for (LdapServer server : directory.servers()) {
      kdc(domain.toUpperCase(Locale.ROOT), server.host(), KdcAddress.KDC_PORT);
    }
  }

  private void kdc(String realm, String host, int port) {
    comparesClocks = true;
    add(new KdcCheck(realm, new HostAndPort(host, port), around.network(), around.clock()));
  }

  private void issuers() {
    for (JwtConfig issuer : config.signIn().jwt()) {
      comparesClocks = true;
      add(new IssuerCheck(issuer.keys(), around.network(), around.clock()));
    }
  }

  private void servers() {
    DirectoryConfig directory = config.directory();
    if (directory != null) {
      add(
          new DirectoryCheck(
              () -> {
                try (LdapDirectory opened = directory.open(null)) {
                  return opened.check(null);
                }
              }));
    }
    if (config.radius() != null) {
      config
          .radius()
          .all()
          .map(server -> new RadiusCheck(server.address(), server.secret()::read, around.network()))
          .forEach(this::add);
    }
    for (SyslogConfig syslog : config.events().syslog()) {
      if (syslog.transport() == SyslogConfig.Transport.UDP) {
        add(new NameCheck("the syslog server", syslog.server().host(), true, around.network()));
      } else {
        add(new PortCheck("syslog server", syslog.server(), around.network()));
      }
    }
  }

  private void policy() {
    RulePolicy rules;
    try {
      rules = PolicyFile.load(config.policy().file());
    } catch (ConfigurationException e) {
      add(new Known("policy", unusable(e)));
      return;
    }
    add(
        new DescriptorCheck(
            around.openFiles(),
            rules.limits().over(config.limits()).maxTunnels(),
            config.limits().maxUnauthenticated()));
    hosts(PolicyHosts.of(rules));
  }

  private void hosts(Set<HostAndPort> hosts) {
    List<IpNetwork> announced =
        config.hosts().announceClientsTo().stream().map(IpNetwork::parse).toList();
    hosts.stream()
        .limit(MAX_HOSTS)
        .map(
            host ->
                new HostCheck(
                    host,
                    address -> announced.stream().anyMatch(network -> network.contains(address)),
                    around.network()))
        .forEach(this::add);
    if (hosts.isEmpty()) {
      add(
          new Known(
              "hosts",
              Finding.note("The policy writes out no single host, so none can be tried.")));
    } else if (hosts.size() > MAX_HOSTS) {
      add(
          new Known(
              "hosts",
              Finding.note(
                  (hosts.size() - MAX_HOSTS) + " further hosts of the policy were not tried.")));
    }
  }
}
