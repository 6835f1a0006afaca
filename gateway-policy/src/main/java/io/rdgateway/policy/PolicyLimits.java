/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import java.util.OptionalInt;

/**
 * How many tunnels and channels a policy allows at once; what is empty is left to the gateway. The
 * gateway counts, so an application puts them in force: {@code
 * gateway.updateLimits(policy.limits().over(base))}, at the start and after every change ({@link
 * GatewayServer#updateLimits}). Smaller counts end nothing that is there.
 *
 * @param tunnels in all; 0 refuses new ones
 * @param tunnelsPerUser of one user; 0 refuses new ones
 * @param tunnelsPerAddress from one client address; 0 refuses new ones
 * @param channelsPerResource to one host and port; 0 refuses new ones
 */
public record PolicyLimits(
    OptionalInt tunnels,
    OptionalInt tunnelsPerUser,
    OptionalInt tunnelsPerAddress,
    OptionalInt channelsPerResource) {

  /** All is left to the gateway. */
  public static final PolicyLimits NONE =
      new PolicyLimits(
          OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  /** Checks the counts. */
  public PolicyLimits {
    requireCount("tunnels", tunnels);
    requireCount("tunnelsPerUser", tunnelsPerUser);
    requireCount("tunnelsPerAddress", tunnelsPerAddress);
    requireCount("channelsPerResource", channelsPerResource);
  }

  private static void requireCount(String name, OptionalInt count) {
    if (count.isPresent() && count.getAsInt() < 0) {
      throw new IllegalArgumentException(name + " must not be negative; 0 refuses new ones");
    }
  }

  /**
   * The limits of a gateway under this policy.
   *
   * @param base those that the application chose, without any policy's
   * @return the base with the counts of this policy
   */
  public Limits over(Limits base) {
    return base.toBuilder()
        .maxTunnels(tunnels.orElse(base.maxTunnels()))
        .maxTunnelsPerUser(tunnelsPerUser.orElse(base.maxTunnelsPerUser()))
        .maxTunnelsPerAddress(tunnelsPerAddress.orElse(base.maxTunnelsPerAddress()))
        .maxChannelsPerResource(channelsPerResource.orElse(base.maxChannelsPerResource()))
        .build();
  }
}
