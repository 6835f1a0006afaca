/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * The payload of the gateway's binary messages as one byte stream (RFC 6455, section 5). Messages
 * may be fragmented in any way.
 */
final class WebSocketInput extends FramedInput {

  /** Hears of pings. */
  interface Pings {
    void ping(byte[] payload) throws IOException;
  }

  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int PING = 0x9;
  private static final int MAX_CONTROL = 125;

  private final InputStream in;
  private final Pings pings;

  /** Whether the message that has begun goes on in another frame. */
  private boolean unfinished;

  WebSocketInput(InputStream in, Pings pings) {
    super(in, "WebSocket frame");
    this.in = in;
    this.pings = pings;
  }

  @Override
  long nextFrame() throws IOException {
    int first = in.read();
    if (first < 0) {
      return END; // whether a packet is cut is for the reader of packets to say
    }
    boolean fin = (first & 0x80) != 0;
    int opcode = first & 0x0F;
    int second = u8();
    if ((first & 0x70) != 0 || (second & 0x80) != 0) {
      throw new ProtocolException("a WebSocket frame with a reserved bit or a mask");
    }
    long length = second & 0x7F;
    if (length == 126) {
      length = number(2);
    } else if (length == 127) {
      length = number(8);
    }
    if (opcode >= WebSocketFraming.CLOSE) {
      return control(opcode, fin, length);
    }
    if (opcode == TEXT || opcode > WebSocketFraming.BINARY || length < 0) {
      throw new ProtocolException("a WebSocket frame that is not binary, or too long");
    }
    if ((opcode == CONTINUATION) != unfinished) {
      throw new ProtocolException("the fragments of a WebSocket message are out of order");
    }
    unfinished = !fin;
    return length;
  }

  /** Takes a control frame, which has no payload for the reader. */
  private long control(int opcode, boolean fin, long length) throws IOException {
    if (!fin || length < 0 || length > MAX_CONTROL) {
      throw new ProtocolException("a WebSocket control frame is fragmented or too long");
    }
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw truncated();
    }
    if (opcode == PING) {
      pings.ping(payload);
    } else if (opcode == WebSocketFraming.CLOSE) {
      return END;
    } else if (opcode != WebSocketFraming.PONG) {
      throw new ProtocolException("a WebSocket frame of unknown kind");
    }
    return 0;
  }

  private long number(int size) throws IOException {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | u8();
    }
    return value;
  }

  private int u8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw truncated();
    }
    return value;
  }
}
