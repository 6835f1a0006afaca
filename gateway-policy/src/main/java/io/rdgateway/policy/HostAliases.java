/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.util.Set;

/**
 * Knows the other names of a host, so that its NetBIOS name, its full name and its address are one
 * target to resource rules: a rule for {@code pc7.corp.example} then covers a client that asks for
 * {@code PC7} or for {@code 10.1.2.7}.
 *
 * <p>{@link ResolvedNames} learns them from a resolver.
 *
 * <p>What it says is trusted like the name that was asked for, so it must not come from whoever may
 * write to a reverse zone. It answers from memory: a rule policy never blocks. Thread-safe.
 */
@FunctionalInterface
public interface HostAliases {

  /** The most names of one host; more are an error, which refuses. */
  int MAX_NAMES = 16;

  /**
   * The other names of a host.
   *
   * @param requestedName what the client asked for, a name or an address: lower-case, without
   *     trailing dot or brackets
   * @param address what it resolved to
   * @return names without regard to case, at most {@link #MAX_NAMES}; empty if none is known
   */
  Set<String> of(String requestedName, InetAddress address);
}
