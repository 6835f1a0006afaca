/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.socket;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.rdgateway.NetworkIo;
import io.rdgateway.spi.ConfigurationException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * One kind of sockets, for clients and hosts alike: the connection to a host lives on the event
 * loop of its client, and a loop serves one kind only.
 *
 * @param io which kind; never {@link NetworkIo#AUTO}
 * @param loops makes what drives an event loop
 * @param listening the sockets that clients connect to
 * @param connecting the sockets that connect to hosts
 * @param keepAlive how they find out that the other machine has gone
 */
public record Sockets(
    NetworkIo io,
    IoHandlerFactory loops,
    Class<? extends ServerSocketChannel> listening,
    Class<? extends SocketChannel> connecting,
    KeepAlive keepAlive) {

  /**
   * The sockets that an application chose.
   *
   * @throws ConfigurationException if this machine does not have them
   */
  public static Sockets of(NetworkIo choice) {
    return switch (choice) {
      case AUTO -> best();
      case NIO -> nio();
      case EPOLL -> {
        require("epoll", EpollSockets.whyNot());
        yield EpollSockets.get();
      }
      case IO_URING -> {
        require("io_uring", IoUringSockets.whyNot());
        yield IoUringSockets.get();
      }
    };
  }

  /** Epoll goes first: an application that wants io_uring brings that alone, or asks for it. */
  private static Sockets best() {
    if (EpollSockets.whyNot() == null) {
      return EpollSockets.get();
    }
    return IoUringSockets.whyNot() == null ? IoUringSockets.get() : nio();
  }

  private static Sockets nio() {
    return new Sockets(
        NetworkIo.NIO,
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        NioSocketChannel.class,
        new KeepAlive(
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
            null));
  }

  private static void require(String name, @Nullable String whyNot) {
    if (whyNot != null) {
      throw new ConfigurationException(
          "Cannot use "
              + name
              + ": "
              + whyNot
              + "; add io.netty:netty-transport-native-"
              + name
              + " with the classifier of this platform to the class path, or choose AUTO or NIO.");
    }
  }

  /** Why natives do not work, in the words of the innermost cause. */
  static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException
        ? "its classes are not on the class path"
        : String.valueOf(root.getMessage());
  }
}
