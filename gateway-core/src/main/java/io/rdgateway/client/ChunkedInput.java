/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * Takes the chunked coding off a body (RFC 9112, section 7.1). Gateways do not use it, but proxies
 * in front of them put it on.
 */
final class ChunkedInput extends FramedInput {
  private static final int MAX_LINE = 4 << 10;

  private final InputStream in;
  private boolean begun;

  ChunkedInput(InputStream in) {
    super(in, "chunk");
    this.in = in;
  }

  @Override
  long nextFrame() throws IOException {
    if (begun && !line().isEmpty()) {
      throw new ProtocolException("a chunk is longer than its size says");
    }
    begun = true;
    String size = line().split(";", 2)[0].trim();
    if (!size.matches("[0-9A-Fa-f]{1,15}")) {
      throw new ProtocolException("the size of a chunk is malformed");
    }
    long length = Long.parseLong(size, 16);
    if (length > 0) {
      return length;
    }
    int trailer = ResponseHead.MAX_SIZE;
    for (String field = line(); !field.isEmpty(); field = line()) {
      trailer -= field.length();
      if (trailer < 0) {
        throw new ProtocolException("the trailer of a chunked body is too long");
      }
    }
    return END;
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the gateway closed the connection between chunks");
      }
      if (text.length() >= MAX_LINE) {
        throw new ProtocolException("a line between chunks is too long");
      }
      text.append((char) b);
    }
    int end = text.length() - 1;
    return end >= 0 && text.charAt(end) == '\r' ? text.substring(0, end) : text.toString();
  }
}
