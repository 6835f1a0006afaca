/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketDecoder;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.WireFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open channel to a host. One thread may read while another writes; closing is possible from
 * any.
 */
public final class GatewayChannel implements AutoCloseable {
  /** With the heads around it, a packet of this size fills one TLS record. */
  private static final int MAX_DATA = 16 * 1024 - 64;

  private static final int CLOSE_MILLIS = 2_000;

  private final PacketLink link;
  private final TunnelInfo tunnel;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private final ReentrantLock reading = new ReentrantLock();
  private volatile OptionalInt closeCode = OptionalInt.empty();
  private volatile boolean closed;

  GatewayChannel(PacketLink link, TunnelInfo tunnel) throws IOException {
    this.link = link;
    this.tunnel = tunnel;
    link.readTimeout(0);
  }

  /**
   * What the host sends.
   *
   * @return ends when the gateway closes the channel
   */
  public InputStream input() {
    return input;
  }

  /**
   * What the host gets; each write is sent at once.
   *
   * @return fails when the channel is closed
   */
  public OutputStream output() {
    return output;
  }

  /**
   * What the gateway said about the tunnel.
   *
   * @return the answers to its set-up
   */
  public TunnelInfo tunnel() {
    return tunnel;
  }

  /**
   * Why the gateway closed the channel.
   *
   * @return the status of its CLOSE_CHANNEL; empty while the channel is open, or if the connection
   *     ended without one
   */
  public OptionalInt closeCode() {
    return closeCode;
  }

  /**
   * How long a read may wait for the host.
   *
   * @param millis 0 for ever
   * @throws IOException if the connection is gone
   */
  public void readTimeout(int millis) throws IOException {
    link.readTimeout(millis);
  }

  /**
   * Ends the channel in an orderly way and closes the connections. The host gets everything that
   * was written before. Waits up to two seconds for the gateway, unless another thread is reading.
   *
   * @throws IOException if closing fails; the sockets are closed all the same
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (closeCode.isEmpty()) {
        link.send(new CloseChannel(ResultCode.SUCCESS).encode());
        awaitResponse();
      }
      link.end();
    } catch (IOException e) {
      // The gateway has gone first. What the caller wanted is the end, and that it has.
    } finally {
      link.close();
    }
  }

  /** Reads on to the gateway's answer, or lets the thread that is reading do it. */
  private void awaitResponse() throws IOException {
    if (reading.tryLock()) {
      try {
        link.readTimeout(CLOSE_MILLIS);
        PacketType type = link.read();
        while (!type.equals(PacketType.CLOSE_CHANNEL_RESPONSE)) {
          type = link.read();
        }
      } finally {
        reading.unlock();
      }
      return;
    }
    try {
      if (reading.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        reading.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Input extends InputStream {
    private byte[] data = new byte[0];
    private int position;
    private int end;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      reading.lock();
      try {
        while (position == end) {
          if (closed || closeCode.isPresent() || !fill()) {
            return -1;
          }
        }
        int count = Math.min(length, end - position);
        System.arraycopy(data, position, to, offset, count);
        position += count;
        return count;
      } finally {
        reading.unlock();
      }
    }

    @Override
    public int available() {
      return end - position;
    }

    /** Reads a packet; false at the end. */
    private boolean fill() throws IOException {
      PacketType type;
      try {
        type = link.read();
      } catch (EOFException e) {
        return false;
      }
      ByteBuffer body = link.body();
      if (type.equals(PacketType.DATA)) {
        take(body);
      } else if (type.equals(PacketType.CLOSE_CHANNEL)) {
        closeCode = OptionalInt.of(status(type, body));
        link.send(new CloseChannelResponse(ResultCode.SUCCESS).encode());
        return false;
      } else if (type.equals(PacketType.CLOSE_CHANNEL_RESPONSE)) {
        return false;
      }
      return true; // keep-alives, messages for users and what is not known are passed over
    }

    private void take(ByteBuffer body) throws IOException {
      int length =
          body.remaining() < 2 ? -1 : body.order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xFFFF;
      if (length < 0 || length > body.remaining()) {
        throw new GatewayClientException(0, "the gateway sends a malformed DATA packet");
      }
      if (data.length < length) {
        data = new byte[length];
      }
      body.get(data, 0, length);
      position = 0;
      end = length;
    }

    private int status(PacketType type, ByteBuffer body) throws IOException {
      try {
        HttpPacket packet = PacketDecoder.decode(type, body);
        return packet instanceof CloseChannel close ? close.statusCode().value() : 0;
      } catch (WireFormatException e) {
        throw new GatewayClientException(0, "the gateway's CLOSE_CHANNEL: " + e.getMessage());
      }
    }

    @Override
    public void close() throws IOException {
      GatewayChannel.this.close();
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      for (int at = offset; at < offset + length; at += MAX_DATA) {
        if (closed || closeCode.isPresent()) {
          throw new IOException("the channel is closed");
        }
        int count = Math.min(MAX_DATA, offset + length - at);
        link.send(new DataPacket(Bytes.copyOf(Arrays.copyOfRange(from, at, at + count))).encode());
      }
    }

    @Override
    public void close() throws IOException {
      GatewayChannel.this.close();
    }
  }
}
