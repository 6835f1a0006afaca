/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** What the tunnels carry. */
public enum Scenario {
  /** From the host to the client, as much as goes. */
  SOURCE,
  /** From the client to the host, as much as goes. */
  SINK,
  /** Small messages to the host and back, at a fixed rate whether answers come or not. */
  ECHO,
  /** Tunnels are opened and closed, as fast as goes. */
  SETUP,
  /** Nothing. */
  IDLE
}
