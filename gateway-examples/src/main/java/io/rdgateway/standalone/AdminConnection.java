/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.protocol.RequestHeadParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, after which the connection ends. Heads and bodies are bounded; who
 * asks too slowly, or does not take the answer, is cut off.
 */
final class AdminConnection {
  private static final int MAX_HEAD = 8 << 10;
  private static final int MAX_BODY = 64 << 10;

  private final Socket tcp;
  private final ScheduledExecutorService deadlines;
  private final Duration time;
  private Socket socket;

  AdminConnection(Socket tcp, ScheduledExecutorService deadlines, Duration time) {
    this.tcp = tcp;
    this.deadlines = deadlines;
    this.time = time;
    socket = tcp;
  }

  /** Answers the requests that can be read. */
  interface Handler {
    AdminPage answer(RequestHead head, Body body, InetSocketAddress client);
  }

  /** Reads the body of a request once somebody wants it. */
  interface Body {
    byte[] read() throws IOException, BadRequestException;
  }

  /** Reads, asks and answers. */
  void serve(@Nullable SSLSocketFactory tls, Handler handler) throws IOException {
    try (tcp) {
      Future<?> deadline = deadline();
      if (tls != null) {
        SSLSocket secure = (SSLSocket) tls.createSocket(tcp, null, tcp.getPort(), true);
        secure.setUseClientMode(false);
        socket = secure;
      }
      AdminPage page = page(handler, deadline);
      deadline.cancel(false);
      Future<?> last = deadline();
      write(page);
      last.cancel(false);
    }
  }

  /** Closing the TCP socket ends whatever waits on it, handshakes included. */
  private Future<?> deadline() {
    return deadlines.schedule(
        () -> {
          tcp.close();
          return null;
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private AdminPage page(Handler handler, Future<?> deadline) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      RequestHeadParser parser = new RequestHeadParser(MAX_HEAD);
      byte[] buffer = new byte[MAX_HEAD];
      RequestHead head = null;
      ByteBuffer rest = ByteBuffer.wrap(buffer, 0, 0);
      while (head == null) {
        int read = in.read(buffer);
        if (read < 0) {
          throw new EOFException("the client left within its request");
        }
        rest = ByteBuffer.wrap(buffer, 0, read);
        head = parser.feed(rest);
      }
      RequestHead whole = head;
      ByteBuffer begun = rest;
      return handler.answer(
          whole,
          () -> {
            byte[] body = body(whole, begun, in);
            deadline.cancel(false); // what is asked for may take its time
            return body;
          },
          (InetSocketAddress) tcp.getRemoteSocketAddress());
    } catch (BadRequestException e) {
      return AdminJson.error(e.status(), String.valueOf(e.getMessage()));
    }
  }

  private static byte[] body(RequestHead head, ByteBuffer begun, InputStream in)
      throws IOException, BadRequestException {
    if (head.chunked()) {
      throw new BadRequestException(411, "the body needs a Content-Length");
    }
    if (head.contentLength() > MAX_BODY) {
      throw new BadRequestException(413, "the body has more than " + MAX_BODY + " bytes");
    }
    byte[] body = new byte[(int) head.contentLength()];
    int first = Math.min(begun.remaining(), body.length);
    begun.get(body, 0, first);
    if (in.readNBytes(body, first, body.length - first) < body.length - first) {
      throw new EOFException("the client left within its body");
    }
    return body;
  }

  private void write(AdminPage page) throws IOException {
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + page.status()
            + " "
            + reason(page.status())
            + "\r\nContent-Type: "
            + page.contentType()
            + "\r\nContent-Length: "
            + body.length
            + (page.status() == 401 ? "\r\nWWW-Authenticate: Bearer" : "")
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff"
            + "\r\nConnection: close\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    if (socket == tcp) {
      // Closed with bytes unread, the connection would take the answer with it.
      tcp.shutdownOutput();
      tcp.getInputStream().readNBytes(2 * MAX_BODY);
    } else {
      socket.close();
    }
  }

  private static String reason(int status) {
    return status < 300 ? "OK" : status < 500 ? "Refused" : "Failed";
  }
}
