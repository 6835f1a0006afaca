/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One chunk of RDG_IN_DATA for each packet (RFC 9112, section 7.1). */
final class ChunkFraming implements Framing {
  private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public void write(byte[] buffer, int length, OutputStream out) throws IOException {
    byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int start = HEAD_ROOM - size.length;
    System.arraycopy(size, 0, buffer, start, size.length);
    buffer[HEAD_ROOM + length] = '\r';
    buffer[HEAD_ROOM + length + 1] = '\n';
    out.write(buffer, start, size.length + length + 2);
  }

  @Override
  public void end(OutputStream out) throws IOException {
    out.write(LAST);
  }
}
