/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.AccessScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of a token become what of a principal. The id is always issuer and subject, since a
 * subject is unique for its issuer alone.
 *
 * @param name the claim with the name for people; the subject if the token lacks it
 * @param groups the claim with the groups, a text or a list of texts; none if the token lacks it
 * @param attributes claims that become attributes, texts or lists of texts
 * @param hosts the claim with what the token opens at most, as {@code name} or {@code name:port}; a
 *     token without it is refused. Null if tokens do not say; then the policies alone decide
 */
public record JwtClaims(
    String name, String groups, Set<String> attributes, @Nullable String hosts) {
  private static final int MAX_VALUES = 1000;
  private static final int MAX_TEXT = 1024;
  private static final int RDP_PORT = 3389;

  /** Copies the set. */
  public JwtClaims {
    attributes = Set.copyOf(attributes);
  }

  /** The name from {@code preferred_username}, groups from {@code groups}, no limit to hosts. */
  public static JwtClaims standard() {
    return new JwtClaims("preferred_username", "groups", Set.of(), null);
  }

  /**
   * The same with tokens that say what they open.
   *
   * @param claim a text or a list of texts
   * @return another mapping
   */
  public JwtClaims withHosts(String claim) {
    return new JwtClaims(name, groups, attributes, claim);
  }

  /** The user; throws IllegalArgumentException if a claim has another form. */
  Identity identity(String issuer, String subject, Map<String, Object> claims) {
    List<String> names = texts(claims, name);
    Map<String, List<String>> kept = new TreeMap<>();
    for (String attribute : attributes) {
      kept.put(attribute, texts(claims, attribute));
    }
    return new Identity(
        issuer + "|" + subject,
        names.isEmpty() || names.get(0).isEmpty() ? subject : names.get(0),
        new LinkedHashSet<>(texts(claims, groups)),
        kept,
        null);
  }

  /**
   * What the token opens; null for no limit; throws IllegalArgumentException if it is malformed.
   */
  @Nullable AccessScope scope(Map<String, Object> claims) {
    if (hosts == null) {
      return null;
    }
    List<AccessScope.Target> targets = new ArrayList<>();
    for (String text : texts(claims, hosts)) {
      targets.add(HostText.parse(text, RDP_PORT));
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("the token names no host");
    }
    return new AccessScope(targets, null);
  }

  private static List<String> texts(Map<String, Object> claims, String claim) {
    Object value = claims.get(claim);
    if (value == null) {
      return List.of();
    }
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    if (values.size() > MAX_VALUES) {
      throw new IllegalArgumentException("a claim has more than " + MAX_VALUES + " values");
    }
    List<String> texts = new ArrayList<>();
    for (Object one : values) {
      if (!(one instanceof String text)
          || text.length() > MAX_TEXT
          || text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a claim is not of short texts");
      }
      texts.add(text);
    }
    return texts;
  }
}
