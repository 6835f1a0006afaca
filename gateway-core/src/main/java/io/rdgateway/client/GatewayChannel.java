/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.ServiceMessage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open channel: the byte stream of a TCP connection that the gateway holds to the host.
 *
 * <p>One thread may read while another writes, and any thread may close. What the gateway asks
 * meanwhile is answered by the thread that reads, so somebody should. The protocol cannot close one
 * direction alone: closing a stream closes the channel.
 */
public final class GatewayChannel implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayChannel.class);

  /** How long {@link #close} waits for the gateway. */
  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

  /** ERROR_GRACEFUL_DISCONNECT: ended by the client. */
  private static final ResultCode GRACEFUL_DISCONNECT = new ResultCode(0x000004CA);

  private final Transport transport;
  private final TunnelTerms tunnel;
  private final @Nullable Consumer<String> serviceMessages;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Guards the packets and the answer to our CLOSE_CHANNEL. */
  private final ReentrantLock reading = new ReentrantLock();

  private final PacketInput packets;
  private boolean closeAnswered;

  /** Why the gateway has closed the channel. */
  private volatile @Nullable ResultCode closeCode;

  GatewayChannel(
      Transport transport,
      PacketInput packets,
      TunnelTerms tunnel,
      @Nullable Consumer<String> serviceMessages) {
    this.transport = transport;
    this.packets = packets;
    this.tunnel = tunnel;
    this.serviceMessages = serviceMessages;
  }

  /**
   * What the host sends. Reading returns -1 after the gateway has closed the channel, and throws if
   * the connection ends without that, since bytes may then be missing.
   *
   * @return always the same stream
   */
  public InputStream input() {
    return input;
  }

  /**
   * What goes to the host. Each write is sent at once, in DATA packets of at most 16,366 bytes, and
   * blocks while the gateway does not take it; wrap it into a buffer for many small writes.
   *
   * @return always the same stream
   */
  public OutputStream output() {
    return output;
  }

  /**
   * What the gateway said while the tunnel was opened.
   *
   * @return always the same
   */
  public TunnelTerms tunnel() {
    return tunnel;
  }

  /**
   * Why the gateway has closed the channel (MS-TSGU 2.2.6), as far as has been read.
   *
   * @return for example 0xA0 after the host has closed its connection; empty while the gateway has
   *     not closed the channel
   */
  public OptionalInt closeCode() {
    ResultCode code = closeCode;
    return code == null ? OptionalInt.empty() : OptionalInt.of(code.value());
  }

  /**
   * Closes the channel and the tunnel: everything written before reaches the host first. Waits at
   * most 2 seconds for the gateway; what the host still sends is thrown away. Blocked readers and
   * writers end with an exception. Closing again does nothing.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    Deadline deadline = new Deadline(CLOSE_TIME, transport::kill);
    try {
      if (closeCode == null) {
        transport.output().send(new CloseChannel(GRACEFUL_DISCONNECT));
        awaitAnswer();
      }
      transport.output().end();
      transport.close();
    } catch (IOException e) {
      LOG.debug("the gateway did not close the channel in good order", e);
    } finally {
      deadline.met();
      transport.kill();
    }
  }

  private void awaitAnswer() throws IOException {
    reading.lock();
    try {
      while (!closeAnswered && closeCode == null) {
        take(packets.next());
      }
    } finally {
      reading.unlock();
    }
  }

  /** Acts on a packet that is not DATA. Keep-alives are never answered: both sides would go on. */
  private void take(@Nullable HttpPacket packet) {
    if (packet instanceof CloseChannel close) {
      closeCode = close.statusCode();
      try {
        transport.output().reply(new CloseChannelResponse(ResultCode.SUCCESS));
      } catch (IOException e) {
        LOG.debug("the gateway did not wait for the answer to its CLOSE_CHANNEL", e);
      }
    } else if (packet instanceof CloseChannelResponse) {
      closeAnswered = true;
    } else if (packet instanceof ServiceMessage message && serviceMessages != null) {
      serviceMessages.accept(message.message());
    }
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    reading.lock();
    try {
      while (true) {
        if (closed.get()) {
          throw closedHere(null);
        }
        if (closeCode != null) {
          return -1;
        }
        if (packets.dataLeft() > 0) {
          return packets.data(bytes, offset, length);
        }
        take(packets.next());
      }
    } catch (IOException e) {
      throw failure(e);
    } finally {
      reading.unlock();
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    try {
      for (int at = offset; at < end; at += PacketOutput.MAX_PAYLOAD) {
        ResultCode code = closeCode;
        if (closed.get()) {
          throw closedHere(null);
        }
        if (code != null) {
          throw GatewayClientException.refused(
              Stage.CHANNEL, "the gateway has closed the channel", code);
        }
        transport.output().sendData(bytes, at, Math.min(end - at, PacketOutput.MAX_PAYLOAD));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private GatewayClientException failure(IOException e) {
    if (e instanceof GatewayClientException known) {
      return known;
    }
    return closed.get()
        ? closedHere(e)
        : GatewayClientException.failed(Stage.CHANNEL, "the channel broke: " + Steps.reason(e), e);
  }

  private static GatewayClientException closedHere(@Nullable IOException cause) {
    String message = "the channel is closed";
    return cause == null
        ? GatewayClientException.failed(Stage.CHANNEL, message)
        : GatewayClientException.failed(Stage.CHANNEL, message, cause);
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      return length == 0 ? 0 : GatewayChannel.this.read(bytes, offset, length);
    }

    @Override
    public void close() {
      GatewayChannel.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      GatewayChannel.this.write(bytes, offset, length);
    }

    @Override
    public void close() {
      GatewayChannel.this.close();
    }
  }
}
