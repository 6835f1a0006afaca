/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Through a gateway over two channels: this is the connection that receives. */
final class TwoChannelTunnel extends GatewayTunnel {
  private static final int OK = 200;
  private static final int SEED = 10;

  private final Clients clients;
  private @Nullable In in;

  TwoChannelTunnel(User user, Server server, Clients clients) {
    super(user, server, new ResponseHead(OK, SEED), false);
    this.clients = clients;
  }

  @Override
  Framing framing() {
    return Framing.CHUNKS;
  }

  @Override
  Channel writing() {
    return in == null ? channel() : in.channel();
  }

  @Override
  void secured() {
    channel().writeAndFlush(requests().out(), channel().voidPromise());
  }

  @Override
  void answered() {
    In second = new In();
    in = second;
    clients.connect(second);
  }

  /** What this connection still takes says nothing about the other, which sends. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {}

  @Override
  void close() {
    super.close();
    if (in != null) {
      in.close();
    }
  }

  /** The connection that sends. Its user is the tunnel's. */
  private final class In extends Tunnel {
    private final ResponseHead head = new ResponseHead(OK, 0);
    private boolean ready;

    In() {
      super(TwoChannelTunnel.this.user());
    }

    @Override
    Framing framing() {
      return Framing.CHUNKS;
    }

    @Override
    void secured() {
      channel().writeAndFlush(requests().greetIn(), channel().voidPromise());
    }

    @Override
    void read(ByteBuf bytes) throws IOException {
      if (!ready && head.feed(bytes)) {
        ready = true;
        channel().write(requests().in(), channel().voidPromise());
        begin();
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (!isOver() && channel().isWritable()) {
        user().writable(TwoChannelTunnel.this);
      }
    }

    @Override
    void fail(String why) {
      if (!isOver()) {
        TwoChannelTunnel.this.fail(why);
      }
    }
  }
}
