/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.twochannel;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The RDG_OUT_DATA halves that wait for their RDG_IN_DATA (MS-TSGU 3.3.3.1). The id is chosen by
 * the client, so it opens nothing by itself: the other half has to come from the same user.
 * Thread-safe.
 */
public final class PairingTable {
  private final ConcurrentMap<String, OutLink> waiting = new ConcurrentHashMap<>();
  private final boolean acrossAddresses;

  /**
   * The table of one gateway.
   *
   * @param acrossAddresses whether halves that have not signed in yet may come from two addresses,
   *     as behind some carriers
   */
  public PairingTable(boolean acrossAddresses) {
    this.acrossAddresses = acrossAddresses;
  }

  /**
   * Who opened a half.
   *
   * @param principal who signed in; null with a custom scheme, which signs in later
   * @param customScheme the scheme that was named instead
   * @param address where it comes from
   */
  public record Owner(
      @Nullable UserPrincipal principal, @Nullable AuthScheme customScheme, InetAddress address) {

    /**
     * Whether two halves belong together. Without a principal all that speaks for it is the scheme
     * and the address.
     */
    private boolean matches(Owner other, boolean acrossAddresses) {
      if (principal != null || other.principal != null) {
        return principal != null
            && other.principal != null
            && principal.id().equals(other.principal.id());
      }
      return customScheme != null
          && customScheme.equals(other.customScheme)
          && (acrossAddresses || address.equals(other.address));
    }
  }

  /** Adds a half; false if its id is in use. */
  boolean add(String id, OutLink half) {
    return waiting.putIfAbsent(id, half) == null;
  }

  void remove(String id, OutLink half) {
    waiting.remove(id, half);
  }

  /** Whether a half of this owner waits under the id. */
  public boolean isWaiting(String id, Owner owner) {
    OutLink half = waiting.get(id);
    return half != null && half.owner().matches(owner, acrossAddresses);
  }

  /** Takes the half of this owner out; null if there is none. */
  public @Nullable OutLink claim(String id, Owner owner) {
    OutLink half = waiting.get(id);
    return half != null && half.owner().matches(owner, acrossAddresses) && waiting.remove(id, half)
        ? half
        : null;
  }

  /** How many halves wait. */
  public int size() {
    return waiting.size();
  }
}
