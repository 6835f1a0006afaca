/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.ntlm.NtHash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of a local store.
 *
 * @param identity who it is; its name is what the user types, without a domain
 * @param password checks passwords in clear text
 * @param ntHash allows NTLM; null, which is safer, refuses it. It is as good as the password: see
 *     {@link NtHash}
 * @param enabled false keeps the user out without forgetting anything
 */
public record StoredUser(
    Identity identity, PasswordHash password, @Nullable NtHash ntHash, boolean enabled) {
  private static final int MAX_NAME_LENGTH = 256;

  /** Checks that the name can be typed. */
  public StoredUser {
    String name = identity.name();
    if (name.length() > MAX_NAME_LENGTH
        || !name.equals(name.strip())
        || name.chars().anyMatch(c -> Character.isISOControl(c) || "\\/@:\"".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "a user name has at most "
              + MAX_NAME_LENGTH
              + " characters, no space at its ends and none of \\ / @ : \"");
    }
  }

  /**
   * A user who signs in with the password in clear text only.
   *
   * @param id stable and unique, also over time: not the name if names are given to others later
   * @param name what the user types
   * @param password the hash of the password
   * @return a user without groups
   */
  public static StoredUser of(String id, String name, PasswordHash password) {
    return new StoredUser(Identity.of(id, name, Set.of()), password, null, true);
  }

  /**
   * The same user with other groups.
   *
   * @param groups all of them
   * @return the user
   */
  public StoredUser withGroups(Set<String> groups) {
    return withIdentity(
        new Identity(
            identity.id(), identity.name(), groups, identity.attributes(), identity.validUntil()));
  }

  /**
   * The same user with other attributes.
   *
   * @param attributes all of them
   * @return the user
   */
  public StoredUser withAttributes(Map<String, List<String>> attributes) {
    return withIdentity(
        new Identity(
            identity.id(), identity.name(), identity.groups(), attributes, identity.validUntil()));
  }

  private StoredUser withIdentity(Identity changed) {
    return new StoredUser(changed, password, ntHash, enabled);
  }

  /**
   * The same user, who now may use NTLM.
   *
   * @param hash of the same password
   * @return the user
   */
  public StoredUser withNtHash(NtHash hash) {
    return new StoredUser(identity, password, hash, enabled);
  }

  /**
   * The same user, kept out.
   *
   * @return the user
   */
  public StoredUser disabled() {
    return new StoredUser(identity, password, ntHash, false);
  }

  @Override
  public String toString() {
    return "StoredUser[id="
        + identity.id()
        + ", name="
        + identity.name()
        + ", ntlm="
        + (ntHash != null)
        + ", enabled="
        + enabled
        + "]";
  }
}
