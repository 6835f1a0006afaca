/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.rdgateway.CloseReason;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.relay.HeadRoomAllocator;
import io.rdgateway.relay.StallWatch;

/**
 * The client's side of a tunnel as the session sees it. WebSocket and two channels differ in what
 * they put around a packet and in how many connections they have. All methods belong to the
 * tunnel's event loop.
 */
public interface ClientLink {

  /** The loop that owns the tunnel. */
  EventLoop loop();

  /** Makes read buffers for hosts with room for this link's heads. */
  HeadRoomAllocator hostReads();

  /** Sends a packet at once. */
  void send(HttpPacket packet);

  /** Sends a packet at once and tells when it, with everything before it, has left. */
  void send(HttpPacket packet, Runnable onSent);

  /**
   * Puts the heads in front of a payload that was read with room for them and takes the buffer,
   * without a flush.
   */
  void sendData(ByteBuf payload);

  /** Answers a ping of the framing; a framing without pings has nothing to answer. */
  default void pong(byte[] payload) {}

  /** Sends what {@link #sendData} took. */
  void flush();

  /** Whether the client takes more at the moment. */
  boolean isWritable();

  /** Switches reading from the client on or off. */
  void setReading(boolean on);

  /** Watches for a client that takes nothing. */
  StallWatch stall();

  /**
   * Lets the client have what was sent, then closes every connection of the link.
   *
   * @param framingCode the WebSocket close code of a framing error; 0 without one
   */
  void close(CloseReason reason, int framingCode);

  /** Closes every connection of the link at once. */
  void abort();
}
