/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Packets in chunks on RDG_IN_DATA, and as they are on RDG_OUT_DATA. */
final class TwoChannelPacketLink extends PacketLink {
  private static final int SEED = 10;

  private final HttpConnection out;
  private final HttpConnection in;
  private final DataInputStream packets;
  private final Object writing = new Object();

  private TwoChannelPacketLink(HttpConnection out, HttpConnection in) {
    this.out = out;
    this.in = in;
    packets = new DataInputStream(out.in());
  }

  /** Opens the other channel behind an RDG_OUT_DATA that has been answered. */
  static TwoChannelPacketLink open(GatewayClient.Settings settings, HttpConnection out, String id)
      throws IOException {
    try {
      out.in().skipNBytes(SEED);
    } catch (EOFException e) {
      throw ended(e);
    }
    HttpConnection in = HttpConnection.connect(settings);
    try {
      in.open("RDG_IN_DATA", id, false);
      in.startBody("RDG_IN_DATA", id);
      return new TwoChannelPacketLink(out, in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  @Override
  DataInputStream packets() {
    return packets;
  }

  @Override
  void send(byte[] bytes, int length) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream(length + 12);
    chunk.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.write(bytes, 0, length);
    chunk.write('\r');
    chunk.write('\n');
    synchronized (writing) {
      chunk.writeTo(in.out());
      in.out().flush();
    }
  }

  @Override
  void readTimeout(int millis) throws IOException {
    out.readTimeout(millis);
  }

  @Override
  void end() throws IOException {
    synchronized (writing) {
      in.out().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      in.out().flush();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      out.close();
    }
  }
}
