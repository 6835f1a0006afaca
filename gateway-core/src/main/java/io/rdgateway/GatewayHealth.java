/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.util.List;

/**
 * Whether a gateway is well, at one moment and for reasons that can be read. For probes: what is
 * not {@link #live} should be started again, what is not {@link #ready} should be sent no new
 * clients. A gateway that drains is live and not ready.
 *
 * @param checks everything that was looked at
 */
public record GatewayHealth(List<Check> checks) {

  /** Copies the list. */
  public GatewayHealth {
    checks = List.copyOf(checks);
  }

  /**
   * Whether the gateway works at all.
   *
   * @return false if a new start is the only help
   */
  public boolean live() {
    return checks.stream().noneMatch(check -> check.state() == State.DEAD);
  }

  /**
   * Whether new clients can be served.
   *
   * @return false if they should go elsewhere
   */
  public boolean ready() {
    return checks.stream().allMatch(check -> check.state() == State.GOOD);
  }

  /** The result of a check. */
  public enum State {
    /** All is well. */
    GOOD,
    /** New clients should go elsewhere; open tunnels go on. */
    NOT_READY,
    /** Nothing goes on. */
    DEAD
  }

  /**
   * One thing that was looked at.
   *
   * @param name a short stable word for machines, lower-case with dashes
   * @param state what was found
   * @param explanation one sentence for the administrator, without secrets
   */
  public record Check(String name, State state, String explanation) {}
}
