/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

/** How the gateway talks to the operating system about its connections. */
public enum NetworkIo {
  /**
   * {@link #EPOLL} when it is on the class path and loads on this machine, or else {@link
   * #IO_URING}, or else {@link #NIO}.
   */
  AUTO,

  /** The JDK's selectors. Needs nothing and works everywhere. */
  NIO,

  /** Linux' epoll. Needs {@code netty-transport-native-epoll} with the natives of the platform. */
  EPOLL,

  /**
   * Linux' io_uring, from kernel 5.9. Needs {@code netty-transport-native-io_uring} with the
   * natives of the platform, and a sandbox that lets the process use it.
   */
  IO_URING
}
