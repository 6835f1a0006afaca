/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client knows of one server, and its ports to it. Belongs to the loop. */
final class ServerState {
  /** More than 16,000 requests at once. */
  static final int MAX_PORTS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(ServerState.class);
  private static final int DEAD_AFTER = 3;

  /** Two more sends of a check after the first. */
  private static final int CHECK_WAITS = 5;

  private static final long CHECK_EVERY = Duration.ofSeconds(5).toNanos();
  private static final long LOG_EVERY = Duration.ofMinutes(1).toNanos();

  private final RadiusServer config;
  private final Loop loop;
  private final RandomGenerator random;
  private final List<SourcePort> ports = new ArrayList<>();
  private final Set<Attempt> open = new LinkedHashSet<>();
  private final Question status = new StatusQuestion();
  private final BooleanSupplier closed;
  private @Nullable Attempt check;
  private boolean heard;
  private long lastHeard;
  private int unanswered;
  private boolean dead;
  private long deadUntil;
  private boolean checkDue;
  private boolean logged;
  private long lastLogged;

  /**
   * A server.
   *
   * @param closed whether the client has been closed, by any thread
   */
  ServerState(RadiusServer config, Loop loop, RandomGenerator random, BooleanSupplier closed) {
    this.config = config;
    this.loop = loop;
    this.random = random;
    this.closed = closed;
  }

  RadiusServer config() {
    return config;
  }

  Loop loop() {
    return loop;
  }

  RandomGenerator random() {
    return random;
  }

  /** Whether requests should go elsewhere. */
  boolean isDead() {
    // With checks, the server itself says when it is back.
    return dead && (config.statusChecks() || loop.nanoTime() - deadUntil < 0);
  }

  /**
   * Sends a request.
   *
   * @throws IOException if there is no room for it
   */
  Attempt ask(Question question, Attempt.Outcome outcome) throws IOException {
    return ask(question, config.timing(), outcome);
  }

  private Attempt ask(Question question, RadiusTiming timing, Attempt.Outcome outcome)
      throws IOException {
    if (closed.getAsBoolean()) {
      throw new RadiusException("the RADIUS client is closed");
    }
    SourcePort port = null;
    int identifier = -1;
    for (SourcePort candidate : ports) {
      identifier = candidate.free();
      if (identifier >= 0) {
        port = candidate;
        break;
      }
    }
    if (port == null) {
      if (ports.size() >= MAX_PORTS) {
        throw new RadiusException("too many requests wait for " + config);
      }
      port = new SourcePort(this);
      ports.add(port);
      identifier = port.free();
    }
    byte[] request = RequestWriter.encode(question, identifier, config.secret(), random);
    Attempt attempt = new Attempt(this, port, request, timing, outcome);
    port.take(identifier, attempt);
    open.add(attempt);
    attempt.send();
    return attempt;
  }

  void ended(Attempt attempt) {
    open.remove(attempt);
  }

  /** A packet with the identifier of an attempt has come from the server's address. */
  void judge(Attempt attempt, Packet reply) {
    boolean required =
        config.messageAuthenticatorRequired()
            && (attempt.request()[0] & 0xFF) == Code.ACCESS_REQUEST;
    String objection = ReplyCheck.objection(attempt.request(), reply, config.secret(), required);
    if (objection != null) {
      attempt.dropped(objection);
      dropped(objection);
      return;
    }
    heard = true;
    lastHeard = loop.nanoTime();
    unanswered = 0;
    if (dead) {
      dead = false;
      LOG.info("{} answers again", config);
    }
    attempt.replied(reply);
  }

  /** Anybody can send such packets, so they are logged now and then only. */
  void dropped(String why) {
    long now = loop.nanoTime();
    if (logged && now - lastLogged < LOG_EVERY) {
      LOG.debug("a reply of {} was dropped: {}", config, why);
      return;
    }
    logged = true;
    lastLogged = now;
    LOG.warn("a reply of {} was dropped: {}", config, why);
  }

  /** The time of an attempt is over. One alone proves nothing: its user may have walked away. */
  void unanswered(Attempt attempt) {
    if (!heard || lastHeard - attempt.started() < 0) {
      unanswered++;
      if (unanswered >= DEAD_AFTER) {
        die(unanswered + " requests in a row were not answered");
      }
    }
  }

  /**
   * An attempt has waited for a while: asks the server whether it is there, unless it has just
   * answered somebody.
   */
  void suspect() {
    boolean fresh = heard && loop.nanoTime() - lastHeard < CHECK_EVERY;
    if (config.statusChecks() && check == null && !fresh && !closed.getAsBoolean()) {
      startCheck();
    }
  }

  private void startCheck() {
    Duration wait = config.timing().firstWait();
    RadiusTiming timing =
        new RadiusTiming(wait, wait.multipliedBy(2), wait.multipliedBy(CHECK_WAITS), wait);
    try {
      check =
          ask(
              status,
              timing,
              new Attempt.Outcome() {
                @Override
                public void replied(Packet reply) {
                  check = null;
                }

                @Override
                public void silent(String why, boolean asked) {
                  check = null;
                  ServerState.this.gone("it did not answer Status-Server");
                }

                @Override
                public void gone(String why) {
                  // It goes on asking, and says so when that is over.
                }
              });
    } catch (IOException e) {
      LOG.warn("{} cannot be checked: {}", config, e.getMessage());
      checkLater();
    }
  }

  /** The network says that nobody is there. */
  void unreachable(String why) {
    gone(why);
  }

  /** A port has failed; the next request opens another one. */
  void lost(SourcePort port, String why) {
    if (ports.remove(port)) {
      die(why);
    }
  }

  private void gone(String why) {
    die(why);
    for (Attempt attempt : List.copyOf(open)) {
      attempt.serverGone(config + " is gone: " + why);
    }
  }

  private void die(String why) {
    if (closed.getAsBoolean()) {
      return;
    }
    deadUntil = loop.nanoTime() + config.timing().deadTime().toNanos();
    if (!dead) {
      dead = true;
      LOG.warn(
          "{} is passed over for {} s: {}", config, config.timing().deadTime().toSeconds(), why);
    }
    checkLater();
  }

  private void checkLater() {
    if (config.statusChecks() && !checkDue && !closed.getAsBoolean()) {
      checkDue = true;
      loop.schedule(config.timing().deadTime(), this::checkDead);
    }
  }

  private void checkDead() {
    checkDue = false;
    if (dead && check == null && !closed.getAsBoolean()) {
      startCheck();
    }
  }

  void close(String why) {
    for (Attempt attempt : List.copyOf(open)) {
      attempt.abandon(why);
    }
    List<SourcePort> all = List.copyOf(ports);
    ports.clear();
    all.forEach(SourcePort::close);
  }

  /** Status-Server (RFC 5997): Message-Authenticator and nothing else. */
  private static final class StatusQuestion implements Question {
    @Override
    public int code() {
      return Code.STATUS_SERVER;
    }

    @Override
    public void write(RequestWriter out) {}
  }
}
