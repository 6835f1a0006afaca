/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.socket;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.rdgateway.NetworkIo;
import org.jspecify.annotations.Nullable;

/** Names what an application brings only if it wants epoll; nothing else may. */
final class EpollSockets {
  private EpollSockets() {}

  /** Null if it works here. */
  static @Nullable String whyNot() {
    try {
      return Epoll.isAvailable() ? null : Sockets.reason(Epoll.unavailabilityCause());
    } catch (NoClassDefFoundError absent) {
      return Sockets.reason(absent);
    }
  }

  static Sockets get() {
    return new Sockets(
        NetworkIo.EPOLL,
        EpollIoHandler.newFactory(),
        EpollServerSocketChannel.class,
        EpollSocketChannel.class,
        new KeepAlive(
            EpollChannelOption.TCP_KEEPIDLE,
            EpollChannelOption.TCP_KEEPINTVL,
            EpollChannelOption.TCP_KEEPCNT,
            EpollChannelOption.TCP_USER_TIMEOUT));
  }
}
