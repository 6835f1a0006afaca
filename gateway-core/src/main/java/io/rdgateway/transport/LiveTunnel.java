/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.Announcement;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.Tunnel;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel as all threads may have it: what is known of it, and the one way to its session, which
 * leads over the session's loop. Thread-safe; the session alone writes what is known, on its loop.
 */
final class LiveTunnel implements Tunnel {

  /** The way to a session. */
  interface Loop {
    /**
     * Runs a step on the session's loop.
     *
     * @return false if the gateway has closed, and the tunnel with it
     */
    boolean run(Consumer<TunnelSession> step);
  }

  private final String id;
  private final ConnectionInfo connection;
  private final Loop loop;

  private volatile @Nullable UserPrincipal principal;
  private volatile String clientName = "";
  private volatile @Nullable TunnelGrant grant;
  private volatile @Nullable Instant openedAt;
  private volatile @Nullable TunnelChannel channel;

  LiveTunnel(String id, ConnectionInfo connection, Loop loop) {
    this.id = id;
    this.connection = connection;
    this.loop = loop;
  }

  // What is known.

  @Override
  public String id() {
    return id;
  }

  @Override
  public UserPrincipal principal() {
    return Objects.requireNonNull(principal, "only open tunnels are handed out");
  }

  @Override
  public ConnectionInfo connection() {
    return connection;
  }

  @Override
  public String clientName() {
    return clientName;
  }

  @Override
  public TunnelGrant grant() {
    return Objects.requireNonNull(grant, "only open tunnels are handed out");
  }

  @Override
  public Instant openedAt() {
    return Objects.requireNonNull(openedAt, "only open tunnels are handed out");
  }

  @Override
  public Optional<Channel> channel() {
    TunnelChannel now = channel;
    return now == null ? Optional.empty() : now.snapshot();
  }

  /** For events, from the first packet on. */
  GatewayEvent.Subject subject() {
    return new GatewayEvent.Subject(id, connection, principal, clientName);
  }

  // The session writes.

  void principal(@Nullable UserPrincipal who) {
    principal = who;
  }

  void clientName(String name) {
    clientName = name;
  }

  void grant(TunnelGrant newGrant) {
    grant = newGrant;
  }

  void openedAt(Instant at) {
    openedAt = at;
  }

  void channel(@Nullable TunnelChannel now) {
    channel = now;
  }

  // What is done with it.

  /**
   * Runs a step on the session's loop.
   *
   * @return false if the gateway has closed, and the tunnel with it
   */
  boolean onLoop(Consumer<TunnelSession> step) {
    return loop.run(step);
  }

  private CompletableFuture<Boolean> ask(
      Function<TunnelSession, CompletableFuture<Boolean>> question) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (!onLoop(session -> question.apply(session).thenAccept(answer::complete))) {
      answer.complete(false);
    }
    return answer;
  }

  /** Looks whether the tunnel may stay; the future tells whether it did, and never fails. */
  CompletableFuture<Boolean> review() {
    return ask(TunnelSession::review);
  }

  @Override
  public CompletionStage<Boolean> requestReauthentication() {
    return ask(session ->
            CompletableFuture.completedFuture(session.reauthentication().requestFromClient()))
        .minimalCompletionStage();
  }

  @Override
  public CompletionStage<Boolean> sendServiceMessage(String text) {
    Announcement.requireText(text);
    return ask(session -> CompletableFuture.completedFuture(session.serviceMessage(text)))
        .minimalCompletionStage();
  }

  /** Shows the announcements of this moment to a user who has not been shown them. */
  void announce() {
    onLoop(TunnelSession::announce);
  }

  @Override
  public void close(CloseReason reason) {
    onLoop(session -> session.end(reason));
  }
}
