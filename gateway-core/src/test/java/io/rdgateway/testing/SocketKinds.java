/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.rdgateway.NetworkIo;

/** The kinds of sockets of the machine that tests. */
public final class SocketKinds {
  private SocketKinds() {}

  /**
   * Skips a test that needs what this machine lacks: another system, or a kernel that forbids it.
   */
  public static void assumeAvailable(NetworkIo io) {
    assumeTrue(
        io == NetworkIo.NIO
            || (io == NetworkIo.EPOLL ? Epoll.isAvailable() : IoUring.isAvailable()),
        () -> io + " does not work on this machine");
  }
}
