/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which tokens are issued and verified. Thread-safe.
 *
 * <p>Rotation without downtime: {@link #add} the new key at every gateway, {@link #issueWith} it
 * where tokens are issued, and {@link #remove} the old one once the last tunnel that it opened has
 * ended. To remove a key is to revoke all of its tokens.
 */
public final class TokenKeys {
  private volatile Map<String, TokenKey> keys = Map.of();
  private volatile @Nullable TokenKey issuing;

  /**
   * Keys.
   *
   * @param first issues, if it can
   * @param others verify as well
   */
  public TokenKeys(TokenKey first, TokenKey... others) {
    add(first);
    for (TokenKey other : others) {
      add(other);
    }
    issuing = first.canIssue() ? first : null;
  }

  /**
   * Adds a key that verifies.
   *
   * @param key with a new id
   * @throws IllegalArgumentException if there is a key with this id
   */
  public synchronized void add(TokenKey key) {
    Map<String, TokenKey> changed = new LinkedHashMap<>(keys);
    if (changed.putIfAbsent(key.id(), key) != null) {
      throw new IllegalArgumentException("there is a token key " + key.id() + " already");
    }
    keys = Map.copyOf(changed);
  }

  /**
   * Chooses the key for new tokens.
   *
   * @param id of a key that is here and can issue
   * @throws IllegalArgumentException if there is none
   */
  public synchronized void issueWith(String id) {
    TokenKey key = keys.get(id);
    if (key == null || !key.canIssue()) {
      throw new IllegalArgumentException("there is no token key " + id + " that can issue");
    }
    issuing = key;
  }

  /**
   * Takes a key out. Its tokens are refused from now on, and a review ends the tunnels that they
   * opened.
   *
   * @param id not the key that issues
   * @return false if there is none
   * @throws IllegalArgumentException if it is the key that issues; choose another one first
   */
  public synchronized boolean remove(String id) {
    TokenKey current = issuing;
    if (current != null && current.id().equals(id)) {
      throw new IllegalArgumentException("the token key " + id + " issues; choose another first");
    }
    Map<String, TokenKey> changed = new LinkedHashMap<>(keys);
    boolean found = changed.remove(id) != null;
    keys = Map.copyOf(changed);
    return found;
  }

  Optional<TokenKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  TokenKey issuing() {
    TokenKey key = issuing;
    if (key == null) {
      throw new IllegalStateException("no token key can issue; add one with its private half");
    }
    return key;
  }

  @Override
  public String toString() {
    return "TokenKeys" + keys.keySet();
  }
}
