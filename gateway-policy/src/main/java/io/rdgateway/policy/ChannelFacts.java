/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What resource rules look at.
 *
 * @param names what the client asked for and the other names of the host
 * @param address null where only names are known
 * @param portClosed what a rule that does not open the port is told to say
 */
record ChannelFacts(
    Identity who, Set<String> names, @Nullable InetAddress address, int port, String portClosed) {

  ChannelFacts(Identity who, Set<String> names, @Nullable InetAddress address, int port) {
    this(who, names, address, port, "does not open port " + port);
  }
}
