/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/** Connects tunnels to what is measured. */
final class Clients {
  private static final int CONNECT_MILLIS = 20_000;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 128 << 10);

  private final Bootstrap bootstrap;
  private final SslContext tls;
  private final Server server;

  Clients(Engine engine, SslContext tls, Server server) {
    this.tls = tls;
    this.server = server;
    bootstrap =
        new Bootstrap()
            .group(engine.loop())
            .channel(engine.connecting())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress(server.address());
  }

  /** How messages through these tunnels are framed. */
  Framing framing() {
    return switch (server.protocol()) {
      case WS -> Framing.FRAMES;
      case HTTP -> Framing.CHUNKS;
      case TLS -> Framing.NONE;
    };
  }

  /** Begins to open a tunnel; how that ends, its user hears. */
  Tunnel open(Tunnel.User user) {
    Tunnel tunnel =
        switch (server.protocol()) {
          case WS -> new WebSocketTunnel(user, server);
          case HTTP -> new TwoChannelTunnel(user, server, this);
          case TLS -> new PlainTunnel(user);
        };
    connect(tunnel);
    return tunnel;
  }

  /** Makes a connection for a tunnel's handler. */
  void connect(Tunnel handler) {
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                // Without a name of the peer no session is resumed: each handshake is a full one.
                SslHandler security = tls.newHandler(channel.alloc());
                security.setWrapDataSize(0); // each message is a record of its own, not copied
                security.setHandshakeTimeoutMillis(CONNECT_MILLIS);
                security.setCloseNotifyFlushTimeoutMillis(1_000);
                security.setCloseNotifyReadTimeoutMillis(0);
                channel.pipeline().addLast(security, handler);
              }
            })
        .connect()
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                handler.fail("cannot connect: " + done.cause().getMessage());
              }
            });
  }
}
