/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records in the order of each tunnel, many tunnels at once, again and again until a server
 * has them. Bounded: new records are lost when it is full, interim ones when it is half full, and
 * so is one that does not fit into a packet. Belongs to the loop.
 */
final class AccountingQueue {
  static final int MAX_WAITING = 10_000;

  /** Far fewer than a server's identifiers. */
  private static final int AT_ONCE = 64;

  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(AccountingQueue.class);

  private final RadiusClient client;
  private final NasIdentity nas;
  private final InstantSource clock;
  private final Deque<AccountingSession> ready = new ArrayDeque<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private int waiting;
  private int asking;
  private long lost;
  private boolean failing;
  private boolean closing;

  AccountingQueue(RadiusClient client, NasIdentity nas, InstantSource clock) {
    this.client = client;
    this.nas = nas;
    this.clock = clock;
  }

  void add(AccountingRecord record) {
    AccountingSession session = record.session();
    // An interim record that has not been sent says nothing that the new one does not.
    AccountingRecord head = session.head();
    session
        .waiting()
        .removeIf(
            old -> {
              boolean outdated =
                  old.status() == AccountingRecord.INTERIM
                      && !(session.isSending() && old.equals(head));
              waiting -= outdated ? 1 : 0;
              return outdated;
            });
    int room = record.status() == AccountingRecord.INTERIM ? MAX_WAITING / 2 : MAX_WAITING;
    if (waiting >= room) {
      lose("no RADIUS server takes them");
      return;
    }
    waiting++;
    session.waiting().add(record);
    if (!session.isSending()) {
      session.sending(true);
      ready.add(session);
    }
    send();
  }

  private void send() {
    while (asking < AT_ONCE && !ready.isEmpty()) {
      AccountingSession session = ready.remove();
      AccountingRecord record = session.head();
      if (record == null) {
        session.sending(false);
        continue;
      }
      asking++;
      var unused =
          client
              .ask(record.question(nas, clock))
              .whenComplete((reply, error) -> answered(session, error));
    }
    if (closing && waiting == 0) {
      drained.complete(null);
    }
  }

  private void answered(AccountingSession session, @Nullable Throwable error) {
    asking--;
    if (error == null) {
      failing = false;
      next(session);
    } else if (error instanceof IllegalArgumentException) { // it would never fit
      lose(String.valueOf(error.getMessage()));
      next(session);
    } else {
      if (!failing) {
        failing = true;
        LOG.warn("no RADIUS server takes accounting records; {} wait", waiting);
      }
      client.schedule(
          RETRY,
          () -> {
            ready.add(session);
            send();
          });
    }
    send();
  }

  private void next(AccountingSession session) {
    session.waiting().remove();
    waiting--;
    ready.add(session);
  }

  private void lose(String why) {
    lost++;
    if (Long.bitCount(lost) == 1) { // not a line for each
      LOG.warn("accounting has lost {} records: {}", lost, why);
    }
  }

  /** How many records no server will ever get. */
  long lost() {
    return lost;
  }

  /** Completes when everything has been sent. */
  CompletableFuture<Void> close() {
    closing = true;
    send();
    return drained;
  }

  int waiting() {
    return waiting;
  }
}
