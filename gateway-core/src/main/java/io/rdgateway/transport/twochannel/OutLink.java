/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.twochannel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.rdgateway.CloseReason;
import io.rdgateway.protocol.ChunkReader;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.timer.Timed;
import io.rdgateway.transport.PacketLink;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.TunnelSession;
import io.rdgateway.tunnel.Ticks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The RDG_OUT_DATA connection from the seed bytes on: waits for its other half, then owns the
 * tunnel. Packets go out as they are, without framing.
 */
public final class OutLink extends PacketLink {
  /** What a client may send on this connection, where it has nothing to say. */
  private static final int MAX_IGNORED = 64 << 10;

  private final PairingTable table;
  private final String id;
  private final PairingTable.Owner owner;
  private final TunnelSession.Opening opening;
  private final LoopTimers timers;
  private final Unpaired unpaired = new Unpaired();
  private @Nullable TunnelSession session;
  private @Nullable InConnection in;
  private int ignored;
  private boolean closing;

  /**
   * The link of a connection whose request has been answered.
   *
   * @param id the client's connection id
   * @param channel the connection; the link has to become the last handler of its pipeline
   */
  public OutLink(
      Services services,
      PairingTable table,
      String id,
      Channel channel,
      PairingTable.Owner owner,
      TunnelSession.Opening opening) {
    super(services, channel, 0, opening.recordData());
    this.table = table;
    this.id = id;
    this.owner = owner;
    this.opening = opening;
    timers = services.timers(channel.eventLoop());
    unpaired.deadline = Ticks.after(timers.now(), services.limits().pairingTime());
  }

  /** Waits for the other half; false if the id is in use. */
  public boolean waitForIn() {
    boolean added = table.add(id, this);
    if (added) {
      timers.update(unpaired);
    }
    return added;
  }

  PairingTable.Owner owner() {
    return owner;
  }

  /** The other half has come: the tunnel begins. Called on this link's loop. */
  void paired(InConnection half) {
    timers.remove(unpaired);
    if (!channel.isActive() || closing) {
      half.close();
      return;
    }
    in = half;
    session = new TunnelSession(services, this, new ChunkReader(), opening);
  }

  /** A step of the other half, on this link's loop, where no pipeline would hear of a failure. */
  void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** A read burst of the other half; on this link's loop. */
  void fromIn(List<ByteBuf> burst) {
    int taken = 0;
    try {
      for (ByteBuf bytes : burst) {
        taken++;
        if (session == null) {
          bytes.release();
        } else {
          session.fromClient(bytes);
        }
      }
      if (session != null) {
        session.clientReadComplete();
      }
    } finally {
      burst.subList(taken, burst.size()).forEach(ByteBuf::release); // after a failure
    }
  }

  /** The other half has ended; on this link's loop. */
  void inEnded() {
    if (session != null) {
      session.clientVanished("the client's RDG_IN_DATA connection ended");
    }
  }

  @Override
  protected @Nullable TunnelSession session() {
    return session;
  }

  @Override
  protected void putHead(ByteBuf packet) {} // chunks are not used on this way

  @Override
  public void setReading(boolean on) {
    if (in != null) {
      in.setReading(on);
    }
  }

  @Override
  public void close(CloseReason reason, int framingCode) {
    if (closing) {
      return;
    }
    // The other half stays until this one is drained: its end would make a client drop both.
    closing = true;
    drain(Unpooled.EMPTY_BUFFER);
  }

  @Override
  public void abort() {
    closing = true;
    channel.close();
    if (in != null) {
      in.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    received((ByteBuf) message);
  }

  /** Bytes of a client that has nothing to say here. */
  public void received(ByteBuf bytes) {
    ignored += bytes.readableBytes();
    bytes.release();
    if (ignored > MAX_IGNORED) {
      abort();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    table.remove(id, this);
    timers.remove(unpaired);
    if (session != null) {
      session.clientVanished("the client's RDG_OUT_DATA connection ended");
    } else {
      opening.place().release();
    }
    if (in != null) {
      in.close();
    }
  }

  /** Ends a half that nobody claims. */
  private final class Unpaired extends Timed {
    private long deadline;

    @Override
    protected long nextDeadline() {
      return deadline;
    }

    @Override
    protected void onTick(long now) {
      deadline = NEVER;
      table.remove(id, OutLink.this);
      if (session == null) {
        channel.close();
      }
    }
  }
}
