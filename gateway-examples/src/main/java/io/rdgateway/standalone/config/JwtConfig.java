/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.token.JwtClaims;
import io.rdgateway.auth.token.JwtTokens;
import io.rdgateway.policy.strict.Node;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item of {@code jwt} in {@code sign-in}: an identity provider.
 *
 * @param issuer the claim {@code iss}
 * @param audience has to be in the claim {@code aud}
 * @param keys where the provider publishes its keys
 * @param claims what becomes of claims
 * @param sessionsAfterExpiry how long tunnels outlive their token
 */
public record JwtConfig(
    String issuer, String audience, URI keys, JwtClaims claims, Duration sessionsAfterExpiry) {
  static final List<String> KEYS =
      List.of(
          "issuer",
          "audience",
          "keys",
          "name-claim",
          "groups-claim",
          "attribute-claims",
          "hosts-claim",
          "sessions-after-expiry");

  static JwtConfig read(Node node, Reading reading) {
    Block block = new Block(node, "an issuer of tokens", KEYS, reading);
    Value<String> issuer = block.required("issuer", "write the claim iss", Values::text);
    Value<String> audience =
        block.required("audience", "write what stands in aud for this gateway", Values::text);
    Value<URI> keys =
        block.required("keys", "write the https address of its JWK set", JwtConfig::https);
    Value<String> name = block.optional("name-claim", Values::text);
    Value<String> groups = block.optional("groups-claim", Values::text);
    Value<List<String>> attributes = block.list("attribute-claims", Values::text);
    Value<String> hosts = block.optional("hosts-claim", Values::text);
    Value<Duration> longer = block.optional("sessions-after-expiry", Values::duration);
    return block.made(
        () -> {
          JwtClaims usual = JwtClaims.standard();
          @Nullable String limit = hosts.orNull();
          return new JwtConfig(
              issuer.get(),
              audience.get(),
              keys.get(),
              new JwtClaims(
                  name.or(usual.name()),
                  groups.or(usual.groups()),
                  Set.copyOf(attributes.get()),
                  limit),
              longer.or(Duration.ZERO));
        });
  }

  private static URI https(Node node, Reading reading) {
    URI uri = URI.create(Values.text(node, reading));
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "the keys of an issuer are fetched by https alone; write an address that begins with"
              + " https://");
    }
    return uri;
  }

  /** Makes the judge of its tokens, which fetches keys when the first token comes. */
  public JwtTokens open() {
    return JwtTokens.of(issuer, audience, keys, claims)
        .withSessionsAfterExpiry(sessionsAfterExpiry);
  }
}
