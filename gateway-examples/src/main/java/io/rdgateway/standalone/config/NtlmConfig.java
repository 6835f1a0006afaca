/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.policy.strict.Node;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code ntlm} of {@code sign-in}.
 *
 * @param netbiosComputer null for the first label of the gateway's name
 * @param netbiosDomain null if the gateway stands alone
 * @param dnsDomain null if the gateway stands alone
 * @param serviceNames what clients may say they meant; none for no check
 * @param insideTunnel whether clients behind proxies that break the handshake are served as well
 * @param helper Samba's {@code ntlm_auth} with its options; none to judge by hashes
 */
public record NtlmConfig(
    @Nullable String netbiosComputer,
    @Nullable String netbiosDomain,
    @Nullable String dnsDomain,
    Set<String> serviceNames,
    boolean insideTunnel,
    List<String> helper) {
  static final List<String> KEYS =
      List.of(
          "netbios-computer",
          "netbios-domain",
          "dns-domain",
          "service-names",
          "inside-tunnel",
          "helper");

  /** Without a block. */
  static final NtlmConfig DEFAULTS = new NtlmConfig(null, null, null, Set.of(), false, List.of());

  static NtlmConfig read(Node node, Reading reading) {
    Block block = new Block(node, "ntlm", KEYS, reading);
    Value<String> computer = block.optional("netbios-computer", Values::text);
    Value<String> domain = block.optional("netbios-domain", Values::text);
    Value<String> dns = block.optional("dns-domain", Values::text);
    Value<List<String>> services = block.list("service-names", Values::text);
    Value<Boolean> inside = block.flag("inside-tunnel", false);
    Value<List<String>> helper = block.list("helper", Values::text);
    return block.made(
        () -> {
          NtlmConfig read =
              new NtlmConfig(
                  computer.orNull(),
                  domain.orNull(),
                  dns.orNull(),
                  Set.copyOf(services.get()),
                  inside.get(),
                  helper.get());
          read.names("gateway.example");
          return read;
        });
  }

  /**
   * What the gateway says of itself.
   *
   * @param host what clients call it
   */
  public TargetNames names(String host) {
    TargetNames alone = TargetNames.standAlone(host);
    return new TargetNames(
        netbiosComputer == null ? alone.netbiosComputer() : netbiosComputer,
        netbiosDomain,
        host,
        dnsDomain);
  }
}
