/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayListener;
import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import io.rdgateway.auth.factor.SecondFactorPolicy;
import io.rdgateway.auth.kdcproxy.KdcProxy;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ldap.NtlmHelper;
import io.rdgateway.auth.otp.Totp;
import io.rdgateway.auth.otp.TotpFactor;
import io.rdgateway.auth.radius.RadiusAccounting;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.policy.Policies;
import io.rdgateway.policy.ResolvedNames;
import io.rdgateway.policy.file.LivePolicyFile;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.standalone.config.CertificateFiles;
import io.rdgateway.standalone.config.CertificatesConfig;
import io.rdgateway.standalone.config.DirectoryConfig;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.KdcProxyConfig;
import io.rdgateway.standalone.config.ProxiesConfig;
import io.rdgateway.standalone.config.RadiusConfig;
import io.rdgateway.standalone.config.TokensConfig;
import io.rdgateway.standalone.config.TotpConfig;
import io.rdgateway.standalone.config.UsersConfig;
import io.rdgateway.tls.TlsSource;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running gateway made of its file. Closing it closes everything that was opened for it. */
final class ConfiguredGateway implements AutoCloseable {
  private static final int HELPERS = 8;
  private static final Duration HELPER_PATIENCE = Duration.ofSeconds(10);

  private final GatewayConfig config;
  private final Resources resources = new Resources();
  private final UserSources users;
  private final @Nullable ServedTokens tokens;
  private final @Nullable ResolvedNames names;
  private final LivePolicyFile rules;
  private final @Nullable MetricsPage metrics;
  private final GatewayServer gateway;

  private ConfiguredGateway(GatewayConfig config, Consumer<String> say) {
    this.config = config;
    try {
      names = config.policy().aliases() ? ResolvedNames.bySystem() : null;
      rules =
          names == null
              ? LivePolicyFile.open(config.policy().file())
              : LivePolicyFile.open(config.policy().file(), names);
      users = users(say);
      metrics = config.admin() == null ? null : resources.add(new MetricsPage());
      RadiusParts radius = radius(say);
      TotpConfig codes = config.totp();
      Totp totp = codes == null ? null : new Totp(TotpFile.read(codes.secrets()));
      TokensConfig issued = config.signIn().tokens();
      if (issued != null && Files.notExists(issued.keys())) {
        say.accept("Making the first key of access tokens: " + issued.keys());
      }
      tokens = issued == null ? null : new ServedTokens(issued, users);
      SignInThrottle throttle = config.throttle().open();
      Authenticator who =
          throttle.around(new SignInParts(config, users, radius, totp, tokens).authenticator());
      RadiusAccounting accounting = radius == null ? null : radius.accounting();
      GatewayServer.Builder builder =
          GatewayServer.builder(tls(), who, policy(radius, totp))
              .listener(EventParts.listener(config.events(), counting(accounting), resources))
              .limits(limits(rules))
              .watchCertificates(config.tls().watch())
              .tlsEngine(config.tls().engine())
              .networkIo(config.runtime().networkIo())
              .realm(config.signIn().realm());
      listen(builder);
      kdcProxy(throttle).ifPresent(builder::endpoint);
      config.hosts().openReservedAddresses().forEach(builder::openReservedAddress);
      config.hosts().announceClientsTo().forEach(builder::announceClientsTo);
      config.allowedOrigins().forEach(builder::allowOrigin);
      Integer loops = config.runtime().eventLoops();
      if (loops != null) {
        builder.eventLoops(loops);
      }
      if (config.signIn().pairsAcrossAddresses()) {
        builder.insecurePairAcrossAddresses();
      }
      gateway = resources.add(builder.build());
      gateway.start();
      account(accounting);
      if (metrics != null) {
        metrics.watch(gateway::statistics);
      }
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /**
   * Starts a gateway.
   *
   * @param say hears of steps that may take long
   * @throws io.rdgateway.spi.ConfigurationException if something cannot be used; nothing is left
   *     running
   */
  static ConfiguredGateway start(GatewayConfig config, Consumer<String> say) {
    return new ConfiguredGateway(config, say);
  }

  private UserSources users(Consumer<String> say) {
    UsersConfig file = config.users();
    DirectoryConfig directory = config.directory();
    LdapDirectory opened = null;
    if (directory != null) {
      say.accept("The directory is asked when the first user comes: " + directory.servers());
      List<String> command = config.signIn().ntlm().helper();
      NtlmHelper helper =
          command.isEmpty()
              ? null
              : resources.add(new NtlmHelper(command, HELPERS, HELPER_PATIENCE));
      opened = resources.add(directory.open(helper));
    }
    return new UserSources(file == null ? null : new LocalUsers(file), opened);
  }

  private @Nullable RadiusParts radius(Consumer<String> say) {
    RadiusConfig radius = config.radius();
    if (radius == null) {
      return null;
    }
    say.accept(
        "Looking up the RADIUS servers "
            + radius.all().map(server -> server.address().toString()).toList()
            + " ...");
    return new RadiusParts(radius, config.name(), resources);
  }

  private TlsSource tls() {
    List<TlsSource.Loader> all = config.tls().all().stream().map(CertificateFiles::source).toList();
    if (all.isEmpty()) {
      return TlsSource.insecurePlainHttp();
    }
    return all.size() == 1
        ? all.get(0)
        : TlsSource.byName(all.get(0), all.subList(1, all.size()).toArray(TlsSource.Loader[]::new));
  }

  /** The rules first: who may not come in anyway is not asked. */
  private AuthorizationPolicy policy(@Nullable RadiusParts radius, @Nullable Totp totp) {
    AuthorizationPolicy policy =
        totp == null
            ? rules
            : AuthorizationPolicy.of(new SecondFactorPolicy(rules, new TotpFactor(totp)), rules);
    RadiusConfig asked = config.radius();
    return radius != null
            && asked != null
            && asked.uses().contains(RadiusConfig.Use.CONNECTION_POLICY)
        ? Policies.allOf(policy, AuthorizationPolicy.of(radius.connectionPolicy(), rules))
        : policy;
  }

  private void listen(GatewayServer.Builder builder) {
    config.listen().forEach(builder::bind);
    CertificatesConfig certificates = config.signIn().certificates();
    if (certificates != null) {
      certificates
          .listen()
          .forEach(at -> builder.bindForCertificates(at, SignInParts.trust(certificates)));
    }
    ProxiesConfig proxies = config.proxies();
    if (proxies != null) {
      (proxies.listen().isEmpty() ? listeners() : proxies.listen())
          .forEach(at -> builder.trustedProxies(at, proxies.trusted()));
    }
  }

  private List<InetSocketAddress> listeners() {
    CertificatesConfig certificates = config.signIn().certificates();
    return Stream.concat(
            config.listen().stream(),
            certificates == null ? Stream.empty() : certificates.listen().stream())
        .toList();
  }

  private Optional<KdcProxy> kdcProxy(SignInThrottle throttle) {
    KdcProxyConfig realms = config.kdcProxy();
    if (realms == null) {
      return Optional.empty();
    }
    KdcProxy.Builder proxy = KdcProxy.builder(throttle);
    realms.realms().forEach(proxy::realm);
    return Optional.of(resources.add(proxy.build()));
  }

  /** What counts: RADIUS servers, and the metrics that administrators may ask for. */
  private List<GatewayListener> counting(@Nullable RadiusAccounting accounting) {
    List<GatewayListener> all = new ArrayList<>();
    if (accounting != null) {
      all.add(accounting);
    }
    if (metrics != null) {
      all.add(metrics.metrics());
    }
    return all;
  }

  private void account(@Nullable RadiusAccounting accounting) {
    RadiusConfig radius = config.radius();
    Duration interim = radius == null ? null : radius.interim();
    if (accounting != null && interim != null) {
      accounting.sendInterim(gateway::tunnels, interim);
    }
  }

  /** The file's bounds, with room for RADIUS servers to ask users, and the counts of the policy. */
  Limits limits(LivePolicyFile policy) {
    Limits own = config.limits();
    Limits.Builder limits = own.toBuilder();
    RadiusConfig radius = config.radius();
    if (radius != null) {
      limits
          .signInTime(longer(own.signInTime(), radius, RadiusConfig.Use.SIGN_IN))
          .authorizationTime(
              longer(own.authorizationTime(), radius, RadiusConfig.Use.CONNECTION_POLICY));
    }
    return policy.policy().limits().over(limits.build());
  }

  private static Duration longer(Duration own, RadiusConfig radius, RadiusConfig.Use use) {
    return radius.uses().contains(use) && own.compareTo(radius.patience()) < 0
        ? radius.patience()
        : own;
  }

  /** The metrics, if there is a listener that shows them. */
  Optional<MetricsPage> metrics() {
    return Optional.ofNullable(metrics);
  }

  GatewayServer gateway() {
    return gateway;
  }

  GatewayConfig config() {
    return config;
  }

  LivePolicyFile rules() {
    return rules;
  }

  /** The names of hosts, if the policy wants to know them. */
  Optional<ResolvedNames> names() {
    return Optional.ofNullable(names);
  }

  Optional<LocalUsers> localUsers() {
    return Optional.ofNullable(users.local());
  }

  Optional<ServedTokens> tokens() {
    return Optional.ofNullable(tokens);
  }

  @Override
  public void close() {
    resources.close();
  }
}
