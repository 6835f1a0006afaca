/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to one server. Whatever is sent again is the same to the last bit, from the same
 * port: to the server it is the same request, and the user is not asked twice.
 */
final class Attempt {
  private static final int SUSPICIOUS_SENDS = 3;

  /** What comes of an attempt: a reply or silence ends it. */
  interface Outcome {
    void replied(Packet reply);

    /**
     * No answer will come.
     *
     * @param asked whether the server had its whole time, so that it may have asked the user
     */
    void silent(String why, boolean asked);

    /** The server seems to have gone; the attempt goes on unless it is ended. */
    void gone(String why);
  }

  private final ServerState server;
  private final SourcePort port;
  private final byte[] request;
  private final RadiusTiming timing;
  private final Outcome outcome;
  private final long started;
  private long wait;
  private int sends;
  private Loop.@Nullable Timer timer;
  private @Nullable String dropped;
  private boolean over;

  Attempt(
      ServerState server, SourcePort port, byte[] request, RadiusTiming timing, Outcome outcome) {
    this.server = server;
    this.port = port;
    this.request = request;
    this.timing = timing;
    this.outcome = outcome;
    started = server.loop().nanoTime();
    wait = timing.firstWait().toNanos();
  }

  ServerState server() {
    return server;
  }

  byte[] request() {
    return request;
  }

  long started() {
    return started;
  }

  void send() {
    port.send(request);
    sends++;
    if (sends >= SUSPICIOUS_SENDS) {
      server.suspect();
    }
    long now = server.loop().nanoTime();
    long left = timing.answerTime().toNanos() - (now - started);
    long pause = Math.min(left, jittered(wait));
    wait = Math.min(2 * wait, timing.longestWait().toNanos());
    timer = server.loop().schedule(Duration.ofNanos(Math.max(0, pause)), this::due);
  }

  private long jittered(long nanos) {
    return (long) (nanos * (0.9 + 0.2 * server.random().nextDouble()));
  }

  private void due() {
    if (over) {
      return;
    }
    if (server.loop().nanoTime() - started < timing.answerTime().toNanos()) {
      send();
      return;
    }
    end();
    server.unanswered(this);
    outcome.silent(
        server.config()
            + (dropped == null
                ? " did not answer within " + timing.answerTime().toMillis() + " ms"
                : " sent a reply that was dropped: " + dropped),
        true);
  }

  /** A reply that has been verified. */
  void replied(Packet reply) {
    if (!over) {
      end();
      outcome.replied(reply);
    }
  }

  /** A reply that was not believed; the right one may still come. */
  void dropped(String why) {
    dropped = why;
  }

  void serverGone(String why) {
    if (!over) {
      outcome.gone(why);
    }
  }

  /** Ends it before its time: nothing more comes or goes. */
  void abandon(String why) {
    if (!over) {
      end();
      outcome.silent(why, false);
    }
  }

  /** Ends it without a word to anybody. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    if (timer != null) {
      timer.cancel();
    }
    port.release(request[1] & 0xFF);
    server.ended(this);
  }
}
