/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code sign-in}.
 *
 * @param methods what is offered, at least one
 * @param channelBinding what becomes of channel bindings
 * @param proxyCertificates of proxies in front that end TLS
 * @param realm what clients show to users of Basic
 * @param ntlm how NTLM presents itself
 * @param kerberos null without Kerberos
 * @param certificates null without client certificates
 * @param tokens null without access tokens
 * @param jwt identity providers; may be empty
 * @param pairsAcrossAddresses whether the halves of a tunnel may come from two addresses
 */
public record SignInConfig(
    Set<Method> methods,
    Binding channelBinding,
    List<Path> proxyCertificates,
    String realm,
    NtlmConfig ntlm,
    @Nullable KerberosConfig kerberos,
    @Nullable CertificatesConfig certificates,
    @Nullable TokensConfig tokens,
    List<JwtConfig> jwt,
    boolean pairsAcrossAddresses) {
  static final List<String> KEYS =
      List.of(
          "methods",
          "channel-binding",
          "proxy-certificates",
          "realm",
          "ntlm",
          "kerberos",
          "certificates",
          "tokens",
          "jwt",
          "insecure-pair-across-addresses");

  /** A way to sign in. */
  public enum Method {
    /** Tickets for {@code HTTP/}, under Negotiate. */
    KERBEROS,

    /** NTLM by itself and under Negotiate. */
    NTLM,

    /** Passwords in clear text inside TLS. */
    BASIC,

    /** Client certificates. */
    CERTIFICATES,

    /** Access tokens of this gateway. */
    TOKENS,

    /** Tokens of identity providers. */
    JWT
  }

  /** What becomes of channel bindings, as the file spells it. */
  public enum Binding {
    /** Clients have to send one. */
    REQUIRED(ChannelBindingPolicy.REQUIRED),

    /** One that is sent has to match. */
    WHEN_SENT(ChannelBindingPolicy.WHEN_SENT),

    /** They are not looked at. */
    INSECURE_OFF(ChannelBindingPolicy.OFF);

    private final ChannelBindingPolicy policy;

    Binding(ChannelBindingPolicy policy) {
      this.policy = policy;
    }

    /** The same as the library calls it. */
    public ChannelBindingPolicy policy() {
      return policy;
    }
  }

  static SignInConfig read(Node node, Reading reading) {
    Block block = new Block(node, "sign-in", KEYS, reading);
    Value<List<Method>> methods =
        block.requiredList(
            "methods",
            "list how users sign in, as in [ntlm, basic]",
            Values.word("method", Method.class));
    Value<Binding> binding =
        block.optional("channel-binding", Values.word("treatment of bindings", Binding.class));
    Value<List<Path>> proxies = block.list("proxy-certificates", Values::path);
    Value<String> realm = block.optional("realm", Values::text);
    Value<NtlmConfig> ntlm = block.optional("ntlm", NtlmConfig::read);
    Value<KerberosConfig> kerberos = block.optional("kerberos", KerberosConfig::read);
    Value<CertificatesConfig> certificates =
        block.optional("certificates", CertificatesConfig::read);
    Value<TokensConfig> tokens = block.optional("tokens", TokensConfig::read);
    Value<List<JwtConfig>> jwt = block.list("jwt", JwtConfig::read);
    Value<Boolean> pairs = block.optional("insecure-pair-across-addresses", Values::insecureTrue);
    SignInConfig read =
        block.made(
            () ->
                new SignInConfig(
                    EnumSet.copyOf(methods.get()),
                    binding.or(Binding.WHEN_SENT),
                    proxies.get(),
                    realm.or("Remote Desktop Gateway"),
                    ntlm.or(NtlmConfig.DEFAULTS),
                    kerberos.orNull(),
                    certificates.orNull(),
                    tokens.orNull(),
                    jwt.get(),
                    pairs.or(false)));
    read.requireBlocks(block);
    return read;
  }

  /** A method and its block go together, so that neither is forgotten. */
  private void requireBlocks(Block block) {
    pair(block, Method.KERBEROS, "kerberos", true);
    pair(block, Method.CERTIFICATES, "certificates", true);
    pair(block, Method.TOKENS, "tokens", true);
    pair(block, Method.JWT, "jwt", true);
    pair(block, Method.NTLM, "ntlm", false);
    if (ntlm.insideTunnel() && channelBinding == Binding.REQUIRED) {
      block.note(
          "channel-binding",
          "NTLM inside the tunnel has no channel binding, so it would let in whoever is kept out"
              + " by requiring one; remove inside-tunnel or write when-sent");
    }
  }

  private void pair(Block block, Method method, String key, boolean needed) {
    if (block.has(key) && !methods.contains(method)) {
      block.note(
          key,
          "\""
              + Values.spelt(method)
              + "\" is not among the methods, so this has no effect; add it there or remove this");
    } else if (needed && !block.has(key) && methods.contains(method)) {
      block.note("methods", "the method \"" + key + "\" needs the block \"" + key + "\"; add it");
    }
  }
}
