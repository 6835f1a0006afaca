/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.Limits;
import io.rdgateway.policy.strict.Node;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gateway.yaml} says, without a contradiction.
 *
 * @param name what clients call the gateway
 * @param listen where it listens for clients without certificates; may be empty if there are others
 * @param tls the certificate
 * @param users a file of users; null for none
 * @param directory users by LDAP; null for none
 * @param signIn how users sign in
 * @param throttle how guesses are slowed
 * @param radius null for none
 * @param totp null for none
 * @param policy what users may do
 * @param limits bounds of the gateway itself
 * @param kdcProxy null for none
 * @param events who hears of events
 * @param hosts what is special about hosts
 * @param proxies what stands in front; null for none
 * @param admin null without a listener for administrators
 * @param allowedOrigins web pages whose clients may open tunnels
 * @param runtime how the process runs
 */
public record GatewayConfig(
    String name,
    List<InetSocketAddress> listen,
    TlsConfig tls,
    @Nullable UsersConfig users,
    @Nullable DirectoryConfig directory,
    SignInConfig signIn,
    ThrottleConfig throttle,
    @Nullable RadiusConfig radius,
    @Nullable TotpConfig totp,
    PolicyConfig policy,
    Limits limits,
    @Nullable KdcProxyConfig kdcProxy,
    EventsConfig events,
    HostsConfig hosts,
    @Nullable ProxiesConfig proxies,
    @Nullable AdminConfig admin,
    Set<String> allowedOrigins,
    RuntimeConfig runtime) {
  static final List<String> KEYS =
      List.of(
          "version",
          "name",
          "listen",
          "tls",
          "users",
          "directory",
          "sign-in",
          "throttle",
          "radius",
          "totp",
          "policy",
          "limits",
          "kdc-proxy",
          "events",
          "hosts",
          "proxies",
          "admin",
          "allowed-origins",
          "runtime");

  static GatewayConfig read(Node node, Reading reading) {
    Block block = new Block(node, "the gateway's file", KEYS, reading);
    Value<Boolean> version =
        block.required("version", "begin the file with \"version: 1\"", Values::version);
    Value<String> name =
        block.required("name", "write what clients call the gateway, a host name", Values::text);
    Value<List<InetSocketAddress>> listen = block.list("listen", Values::socket);
    Value<TlsConfig> tls =
        block.required("tls", "add the block with the certificate", TlsConfig::read);
    Value<UsersConfig> users = block.optional("users", UsersConfig::read);
    Value<DirectoryConfig> directory = block.optional("directory", DirectoryConfig::read);
    Value<SignInConfig> signIn =
        block.required("sign-in", "add the block that says how users sign in", SignInConfig::read);
    Value<ThrottleConfig> throttle = block.optional("throttle", ThrottleConfig::read);
    Value<RadiusConfig> radius = block.optional("radius", RadiusConfig::read);
    Value<TotpConfig> totp = block.optional("totp", TotpConfig::read);
    Value<PolicyConfig> policy =
        block.required(
            "policy", "nothing is allowed without one; add the block", PolicyConfig::read);
    Value<Limits> limits = block.optional("limits", LimitsConfig::read);
    Value<KdcProxyConfig> kdcs = block.optional("kdc-proxy", KdcProxyConfig::read);
    Value<EventsConfig> events = block.optional("events", EventsConfig::read);
    Value<HostsConfig> hosts = block.optional("hosts", HostsConfig::read);
    Value<ProxiesConfig> proxies = block.optional("proxies", ProxiesConfig::read);
    Value<AdminConfig> admin = block.optional("admin", AdminConfig::read);
    Value<List<String>> origins = block.list("allowed-origins", Values::text);
    Value<RuntimeConfig> runtime = block.optional("runtime", RuntimeConfig::read);
    GatewayConfig read =
        block.made(
            () -> {
              version.get();
              return new GatewayConfig(
                  name.get(),
                  listen.get(),
                  tls.get(),
                  users.orNull(),
                  directory.orNull(),
                  signIn.get(),
                  throttle.or(ThrottleConfig.DEFAULTS),
                  radius.orNull(),
                  totp.orNull(),
                  policy.get(),
                  limits.or(Limits.defaults()),
                  kdcs.orNull(),
                  events.or(EventsConfig.DEFAULTS),
                  hosts.or(HostsConfig.DEFAULTS),
                  proxies.orNull(),
                  admin.orNull(),
                  Set.copyOf(origins.get()),
                  runtime.or(RuntimeConfig.DEFAULTS));
            });
    Consistency.check(read, block);
    return read;
  }
}
