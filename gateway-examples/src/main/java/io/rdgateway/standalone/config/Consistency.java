/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.standalone.config.SignInConfig.Method;
import java.net.InetSocketAddress;
import java.util.Set;

/** What the blocks of a file ask of each other. */
final class Consistency {
  private final GatewayConfig config;
  private final Block block;

  private Consistency(GatewayConfig config, Block block) {
    this.config = config;
    this.block = block;
  }

  static void check(GatewayConfig config, Block block) {
    Consistency check = new Consistency(config, block);
    check.name();
    check.listeners();
    check.proxies();
    check.passwords();
    check.accounts();
    check.codes();
  }

  private void name() {
    try {
      TargetNames.standAlone(config.name());
    } catch (IllegalArgumentException e) {
      block.note("name", "this is no host name; write one as in gw.corp.example");
    }
  }

  private void listeners() {
    CertificatesConfig certificates = config.signIn().certificates();
    if (config.listen().isEmpty() && certificates == null) {
      block.note(
          "listen", "the key \"listen\" is missing; write it as in listen: [\"0.0.0.0:443\"]");
    }
    if (certificates != null && config.tls().certificate() == null) {
      block.note("tls", "client certificates need TLS here; give the gateway a certificate");
    }
    if (certificates != null
        && certificates.listen().stream().anyMatch(config.listen()::contains)) {
      block.note(
          "listen", "certificates are asked for at an address of its own; remove it from one list");
    }
  }

  private void proxies() {
    ProxiesConfig proxies = config.proxies();
    CertificatesConfig certificates = config.signIn().certificates();
    if (proxies == null) {
      return;
    }
    for (InetSocketAddress at : proxies.listen()) {
      if (!config.listen().contains(at)
          && (certificates == null || !certificates.listen().contains(at))) {
        block.note("proxies", "the gateway does not listen on " + at + "; write an address of it");
      }
    }
  }

  private boolean radiusSignsIn() {
    RadiusConfig radius = config.radius();
    return radius != null && radius.uses().contains(RadiusConfig.Use.SIGN_IN);
  }

  private void passwords() {
    Set<Method> methods = config.signIn().methods();
    boolean somebody = config.users() != null || config.directory() != null;
    if (methods.contains(Method.NTLM) && !somebody) {
      block.note(
          "sign-in",
          "there is nobody whom NTLM could sign in; add \"users\" or \"directory\", or remove ntlm");
    }
    if (methods.contains(Method.BASIC) && !somebody && !radiusSignsIn()) {
      block.note(
          "sign-in",
          "there is nobody whom Basic could sign in; add \"users\", \"directory\" or \"radius\" with"
              + " \"use: [sign-in]\", or remove basic");
    }
    if (radiusSignsIn() && !methods.contains(Method.BASIC)) {
      block.note(
          "radius",
          "RADIUS signs in by passwords alone, and basic is not among the methods; add it, or"
              + " remove sign-in from \"use\"");
    }
    boolean hashes =
        config.users() != null
            || (config.directory() != null && config.directory().ntHashAttribute() != null)
            || !config.signIn().ntlm().helper().isEmpty();
    if (methods.contains(Method.NTLM) && somebody && !hashes) {
      block.note(
          "sign-in",
          "this directory cannot judge NTLM; add its \"nt-hash-attribute\" or \"helper\" under"
              + " \"ntlm\", or remove ntlm");
    }
    if (!config.signIn().ntlm().helper().isEmpty() && config.directory() == null) {
      block.note("sign-in", "the NTLM helper serves a directory; add \"directory\" or remove it");
    }
  }

  /** Users whom something else proves may have to be looked up. */
  private void accounts() {
    SignInConfig signIn = config.signIn();
    if (config.users() != null) {
      return;
    }
    if (signIn.kerberos() != null
        && signIn.kerberos().accounts() == KerberosConfig.Accounts.USERS) {
      block.note("sign-in", "kerberos looks users up, but there is no \"users\"; add it");
    }
    if (signIn.tokens() != null && signIn.tokens().accounts() == KerberosConfig.Accounts.USERS) {
      block.note("sign-in", "tokens look users up, but there is no \"users\"; add it");
    }
    if (signIn.certificates() != null) {
      block.note("sign-in", "certificates look users up, but there is no \"users\"; add it");
    }
  }

  private void codes() {
    if (config.totp() == null) {
      return;
    }
    if (!config.signIn().methods().contains(Method.BASIC)) {
      block.note("totp", "codes are typed behind passwords, and basic is not offered; add basic");
    }
    if (radiusSignsIn()) {
      block.note("totp", "RADIUS judges the passwords and the codes with them; remove one of both");
    }
  }
}
