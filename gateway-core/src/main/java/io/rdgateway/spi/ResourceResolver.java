/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Turns the name that a client asked for into addresses. Asked once per name; the policy judges the
 * result and the relay connects to exactly that. It may also wake a machine or ask a broker.
 * Thread-safe; called on a hook executor.
 */
@FunctionalInterface
public interface ResourceResolver {

  /**
   * Resolves a name.
   *
   * @param name normalised: lower-case, without trailing dot or brackets; a host name or the text
   *     of an address
   * @param port the port that the client asked for
   * @param principal who asks
   * @param blocking where further blocking work belongs
   * @return resolved addresses in the order to try them; empty if there is no such resource
   */
  CompletionStage<List<InetSocketAddress>> resolve(
      String name, int port, UserPrincipal principal, Executor blocking);
}
