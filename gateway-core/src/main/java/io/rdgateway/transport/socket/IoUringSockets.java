/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.socket;

import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.rdgateway.NetworkIo;
import org.jspecify.annotations.Nullable;

/** Names what an application brings only if it wants io_uring; nothing else may. */
final class IoUringSockets {
  private IoUringSockets() {}

  /** Null if it works here. */
  static @Nullable String whyNot() {
    try {
      return IoUring.isAvailable() ? null : Sockets.reason(IoUring.unavailabilityCause());
    } catch (NoClassDefFoundError absent) {
      return Sockets.reason(absent);
    }
  }

  static Sockets get() {
    return new Sockets(
        NetworkIo.IO_URING,
        IoUringIoHandler.newFactory(),
        IoUringServerSocketChannel.class,
        IoUringSocketChannel.class,
        new KeepAlive(
            IoUringChannelOption.TCP_KEEPIDLE,
            IoUringChannelOption.TCP_KEEPINTVL,
            IoUringChannelOption.TCP_KEEPCNT,
            IoUringChannelOption.TCP_USER_TIMEOUT));
  }
}
