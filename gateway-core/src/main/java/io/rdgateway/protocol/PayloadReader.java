/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;

/**
 * Takes the client's framing off a byte stream in place: {@link WebSocketReader} for frames, {@link
 * ChunkReader} for chunks. Not thread-safe.
 */
public interface PayloadReader {

  /** Where payload and the ends of the framing go. */
  interface Sink {
    /**
     * A run of payload in the very buffer that was fed.
     *
     * @param bytes position to limit; the sink moves the position over what it took
     * @return false to pause: what lies behind the position comes again with the next feed
     * @throws WireFormatException ends the stream
     */
    boolean payload(ByteBuffer bytes) throws WireFormatException;

    /**
     * A ping, to be answered.
     *
     * @param payload at most 125 bytes
     */
    void ping(byte[] payload);

    /** The client ends its direction in an orderly way. Nothing is read behind it. */
    void end();
  }

  /**
   * Reads on.
   *
   * @param in consumed up to its limit, or up to where the sink paused
   * @param sink takes what is found
   * @return false if the sink paused
   * @throws FramingException if the framing is broken
   * @throws WireFormatException from the sink
   */
  boolean feed(ByteBuffer in, Sink sink) throws FramingException, WireFormatException;
}
