/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.rdgateway.CloseReason;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.PayloadReader;
import io.rdgateway.timer.LoopTimers;
import java.nio.ByteBuffer;

/**
 * What a client sends, on its way into the tunnel: packets to the machine, payload to the channel.
 * The client is read only while both have room. Belongs to the tunnel's loop.
 */
final class ClientInput implements ClientFeed.Sink {
  private static final int MAX_PACKETS_WHILE_FULL = 64;

  private final TunnelSession session;
  private final ClientLink link;
  private final LoopTimers timers;
  private final ClientFeed feed;
  private final ReadPause pause;
  private int packetsWhileFull;
  private int framingCode;

  ClientInput(
      TunnelSession session,
      ClientLink link,
      LoopTimers timers,
      PayloadReader framing,
      ReadPause pause) {
    this.pause = pause;
    this.session = session;
    this.link = link;
    this.timers = timers;
    feed = new ClientFeed(framing, this);
  }

  /** Takes bytes, and ownership of the buffer. */
  void add(ByteBuf bytes) {
    feed.add(bytes);
  }

  /** Goes on with what waited for an answer. */
  void resume() {
    feed.resume();
  }

  /** Reads from the client only while there is room in front of the host and of the machine. */
  void steerReading() {
    TunnelChannel open = session.channel();
    boolean room = !feed.isFull() && (open == null || open.isWritable());
    pause.reading(room);
    link.setReading(room);
  }

  /** The WebSocket close code of the framing error that ended the input; 0 without one. */
  int framingCode() {
    return framingCode;
  }

  /** Throws away what waits and takes nothing more. */
  void close() {
    feed.close();
    pause.reading(true);
  }

  @Override
  public void packet(PacketType type, ByteBuffer body) {
    // Most packets are answered: a client that sends them without reading shall not fill our
    // memory.
    packetsWhileFull = link.isWritable() ? 0 : packetsWhileFull + 1;
    if (packetsWhileFull > MAX_PACKETS_WHILE_FULL) {
      session.machine().broken("the client sends packets and reads no answers");
      return;
    }
    session.machine().receive(type, body, timers.now());
  }

  @Override
  public void data(ByteBuf payload) {
    TunnelChannel open = session.channel();
    long now = timers.now();
    if (session.machine().dataFromClient(now) && open != null) {
      open.toHost(payload, now);
    } else {
      payload.release();
    }
  }

  @Override
  public void ping(byte[] payload) {
    link.pong(payload);
  }

  @Override
  public void clientEnd() {
    session
        .machine()
        .clientEnded(
            CloseReason.of(CloseReason.Kind.CLIENT_CLOSED, "the client closed the connection"));
  }

  @Override
  public void broken(String explanation, int closeCode) {
    framingCode = closeCode;
    session.machine().broken(explanation);
  }

  @Override
  public boolean isPaused() {
    return session.machine().isWaiting();
  }
}
