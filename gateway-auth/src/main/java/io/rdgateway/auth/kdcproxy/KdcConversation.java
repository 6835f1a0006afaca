/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import io.rdgateway.auth.der.DerException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the servers of a realm one after the other, on the thread of its caller. Another thread may
 * end it at any time by closing it.
 */
final class KdcConversation implements AutoCloseable {
  private final KdcRealm realm;
  private final KerberosRequest request;
  private final byte[] message;
  private final Times times;
  private final long end;
  private @Nullable Socket current;
  private boolean asked;
  private boolean closed;

  KdcConversation(KdcRealm realm, KerberosRequest request, byte[] message, Times times) {
    this.realm = realm;
    this.request = request;
    this.message = message;
    this.times = times;
    end = System.nanoTime() + times.all().toNanos();
  }

  /** How long it may take to connect a server, to get its answer, and everything together. */
  record Times(Duration connect, Duration answer, Duration all) {}

  /** What the first server said that was able to. */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Answer(KdcAddress server, byte[] message, KerberosReply reply) {}

  /**
   * Asks.
   *
   * @throws IOException if no server has answered; the message names each with its fault
   */
  Answer ask() throws IOException {
    var faults = new StringBuilder();
    Answer unavailable = null;
    for (KdcAddress server : realm.servers(request.kind())) {
      try {
        byte[] message = exchange(server);
        Answer answer = new Answer(server, message, KerberosReply.parse(message, request.kind()));
        if (answer.reply().error() != KerberosReply.UNAVAILABLE) {
          return answer;
        }
        unavailable = answer;
      } catch (IOException e) {
        faults.append("; ").append(server).append(": ").append(e.getMessage());
      } catch (DerException e) {
        faults.append("; ").append(server).append(" is no KDC: ").append(e.getMessage());
      }
      if (isOver()) {
        break;
      }
    }
    if (unavailable != null) {
      return unavailable;
    }
    throw new IOException("no server of the realm has answered" + faults);
  }

  private byte[] exchange(KdcAddress server) throws IOException {
    InetSocketAddress address = server.resolve();
    if (address.isUnresolved()) {
      throw new UnknownHostException("the name of the host is not known");
    }
    try (Socket socket = new Socket()) {
      makeCurrent(socket);
      socket.connect(address, millisUntil(now() + times.connect().toNanos()));
      setAsked();
      socket.getOutputStream().write(KdcProxyMessage.framed(message));
      var in = new DataInputStream(new DeadlineInput(socket, now() + times.answer().toNanos()));
      int length = in.readInt();
      if (length < 1 || length > KdcProxyMessage.MAX_BYTES) {
        throw new IOException("an answer of " + Integer.toUnsignedString(length) + " bytes");
      }
      byte[] answer = in.readNBytes(length);
      if (answer.length < length) {
        throw new EOFException("the connection ended within the answer");
      }
      return answer;
    } catch (EOFException e) {
      throw new IOException("the connection ended before the answer was complete", e);
    }
  }

  private synchronized void makeCurrent(Socket socket) throws IOException {
    if (closed) {
      throw new IOException("nobody waits for the answer");
    }
    current = socket;
  }

  private synchronized boolean isOver() {
    return closed || now() - end >= 0;
  }

  /** Whether a server may have judged the request. */
  synchronized boolean hasAsked() {
    return asked;
  }

  private synchronized void setAsked() {
    asked = true;
  }

  private static long now() {
    return System.nanoTime();
  }

  /** For a timeout of a socket, to which zero would mean forever. */
  private int millisUntil(long time) throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(Math.min(time - now(), end - now()));
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return Math.toIntExact(left);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (current != null) {
      current.close();
    }
  }

  /** Each read waits only for what is left of the time. */
  private final class DeadlineInput extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final long deadline;

    DeadlineInput(Socket socket, long deadline) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(millisUntil(deadline));
      return in.read(bytes, offset, length);
    }
  }
}
