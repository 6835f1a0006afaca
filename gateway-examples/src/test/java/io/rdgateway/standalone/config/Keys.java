/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import java.util.List;
import java.util.Map;

/** The keys of all readers, by the names that the schema gives their blocks. */
final class Keys {
  static final Map<String, List<String>> OBJECTS =
      Map.ofEntries(
          Map.entry("", GatewayConfig.KEYS),
          Map.entry("tls", TlsConfig.KEYS),
          Map.entry("certificate", CertificateFiles.KEYS),
          Map.entry("proxies", ProxiesConfig.KEYS),
          Map.entry("admin", AdminConfig.KEYS),
          Map.entry("users", UsersConfig.KEYS),
          Map.entry("directory", DirectoryConfig.KEYS),
          Map.entry("sign-in", SignInConfig.KEYS),
          Map.entry("ntlm", NtlmConfig.KEYS),
          Map.entry("kerberos", KerberosConfig.KEYS),
          Map.entry("certificates", CertificatesConfig.KEYS),
          Map.entry("tokens", TokensConfig.KEYS),
          Map.entry("jwt", JwtConfig.KEYS),
          Map.entry("throttle", ThrottleConfig.KEYS),
          Map.entry("radius", RadiusConfig.KEYS),
          Map.entry("radius-server", RadiusServerConfig.KEYS),
          Map.entry("totp", TotpConfig.KEYS),
          Map.entry("policy", PolicyConfig.KEYS),
          Map.entry("limits", LimitsConfig.KEYS),
          Map.entry("kdc-proxy", KdcProxyConfig.KEYS),
          Map.entry("realm", KdcProxyConfig.REALM),
          Map.entry("events", EventsConfig.KEYS),
          Map.entry("syslog-server", SyslogConfig.KEYS),
          Map.entry("hosts", HostsConfig.KEYS),
          Map.entry("runtime", RuntimeConfig.KEYS));

  private Keys() {}
}
