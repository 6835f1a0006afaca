/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One source port with the 256 identifiers that a server tells apart on it. */
final class SourcePort implements Loop.Receiver {
  static final int IDENTIFIERS = 256;

  /** A server may still hold the last answer, and late ones may be on their way. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final ServerState server;
  private final Loop.Port socket;
  private final @Nullable Attempt[] attempts = new @Nullable Attempt[IDENTIFIERS];
  private final long[] restsUntil = new long[IDENTIFIERS];
  private final boolean[] used = new boolean[IDENTIFIERS];
  private int next;

  SourcePort(ServerState server) throws IOException {
    this.server = server;
    next = server.random().nextInt(IDENTIFIERS);
    socket = server.loop().open(server.config().address(), this);
  }

  /** An identifier that nobody uses or has used lately; -1 if there is none. */
  int free() {
    long now = server.loop().nanoTime();
    for (int i = 0; i < IDENTIFIERS; i++) {
      int identifier = (next + i) % IDENTIFIERS;
      if (attempts[identifier] == null
          && (!used[identifier] || now - restsUntil[identifier] >= 0)) {
        next = (identifier + 1) % IDENTIFIERS;
        return identifier;
      }
    }
    return -1;
  }

  void take(int identifier, Attempt attempt) {
    attempts[identifier] = attempt;
    used[identifier] = true;
  }

  void release(int identifier) {
    attempts[identifier] = null;
    restsUntil[identifier] = server.loop().nanoTime() + REST.toNanos();
  }

  void send(byte[] request) {
    socket.send(request);
  }

  @Override
  public void received(InetSocketAddress sender, byte[] datagram) {
    // The kernel filters by address, but not what came before the socket was connected.
    if (!sender.equals(server.config().address())) {
      server.dropped("it comes from " + sender + ", which is not the server's address");
      return;
    }
    try {
      Packet reply = Packet.parse(datagram);
      Attempt attempt = attempts[reply.identifier()];
      if (attempt == null) {
        return; // the second answer to a request, or a late one
      }
      server.judge(attempt, reply);
    } catch (MalformedPacketException e) {
      server.dropped(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void failed(String why) {
    server.unreachable(why);
  }

  /** Whoever waits here waits in vain. */
  @Override
  public void closed(String why) {
    server.lost(this, why);
    for (Attempt attempt : attempts.clone()) {
      if (attempt != null) {
        attempt.abandon(server.config() + " cannot be reached: " + why);
      }
    }
  }

  void close() {
    socket.close();
  }
}
