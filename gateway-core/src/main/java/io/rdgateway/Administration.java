/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.GatewayEvent.AdministratorActed.Action;
import io.rdgateway.spi.ConfigurationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What one administrator does with a running gateway. Each action is told to the gateway's listener
 * as {@link GatewayEvent.AdministratorActed}. Got from {@link GatewayServer#administration}.
 * Thread-safe.
 */
public final class Administration {
  private final GatewayServer gateway;
  private final Administrator who;
  private final Consumer<GatewayEvent> events;
  private final InstantSource clock;

  Administration(
      GatewayServer gateway,
      Administrator who,
      Consumer<GatewayEvent> events,
      InstantSource clock) {
    this.gateway = gateway;
    this.who = who;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What came of a message.
   *
   * @param tunnels how many were meant
   * @param sent how many of their clients were sent it; the others cannot show messages, have no
   *     channel, or have gone
   */
  public record MessageResult(int tunnels, int sent) {}

  /**
   * Ends tunnels: the client gets CLOSE_CHANNEL with E_PROXY_CONNECTIONABORTED (0x000004D4), as
   * from Microsoft's gateway, and the event of its end has {@link CloseReason.Kind#ADMINISTRATOR}
   * and the id 202. A tunnel that is still being opened is not ended; a user whom nobody lets in
   * again needs a policy.
   *
   * @param filter which tunnels
   * @param explanation why, for the log
   * @return how many were told to end
   */
  public int disconnect(TunnelFilter filter, String explanation) {
    CloseReason reason =
        CloseReason.of(
            CloseReason.Kind.ADMINISTRATOR,
            "disconnected by " + who.name() + (explanation.isEmpty() ? "" : ": " + explanation));
    List<Tunnel> ended = gateway.tunnels().stream().filter(filter).toList();
    ended.forEach(tunnel -> tunnel.close(reason));
    did(Action.DISCONNECT, filter.description(), tunnels(ended.size()));
    return ended.size();
  }

  /**
   * Shows users a text, once and now; {@link GatewayServer#announce} has windows of time.
   *
   * @param filter which tunnels
   * @param text 1 to 10,000 characters
   * @return completes on an event loop, never exceptionally
   * @throws IllegalArgumentException if no client could be shown the text
   */
  public CompletionStage<MessageResult> message(TunnelFilter filter, String text) {
    Announcement.requireText(text);
    List<CompletableFuture<Boolean>> answers =
        gateway.tunnels().stream()
            .filter(filter)
            .map(tunnel -> tunnel.sendServiceMessage(text).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              int sent = (int) answers.stream().filter(CompletableFuture::join).count();
              did(
                  Action.MESSAGE,
                  filter.description(),
                  "sent to " + sent + " of " + tunnels(answers.size()));
              return new MessageResult(answers.size(), sent);
            })
        .minimalCompletionStage();
  }

  /**
   * As {@link GatewayServer#drain}.
   *
   * @param grace how long to wait
   * @return completes when there is no tunnel left; with a {@link
   *     java.util.concurrent.CancellationException} if the gateway resumes first
   */
  public CompletionStage<Void> drain(Duration grace) {
    CompletionStage<Void> drained = gateway.drain(grace);
    did(Action.DRAIN, "", "new tunnels are refused, the rest ends in " + grace.toSeconds() + " s");
    return drained;
  }

  /** As {@link GatewayServer#resume}. */
  public void resume() {
    gateway.resume();
    did(Action.RESUME, "", "new tunnels are taken");
  }

  /**
   * As {@link GatewayServer#reloadTls}.
   *
   * @throws ConfigurationException if it cannot be used; the old one then stays
   * @throws IllegalStateException on plain HTTP or before the start
   */
  public void reloadTls() {
    try {
      gateway.reloadTls();
    } catch (ConfigurationException | IllegalStateException e) {
      did(Action.RELOAD_CERTIFICATES, "", "failed: " + e.getMessage());
      throw e;
    }
    did(Action.RELOAD_CERTIFICATES, "", "done");
  }

  /**
   * Tells the listener what the application itself did for this administrator.
   *
   * @param action what
   * @param object to what; empty for the whole gateway
   * @param outcome what came of it, without secrets
   */
  public void did(Action action, String object, String outcome) {
    events.accept(
        new GatewayEvent.AdministratorActed(clock.instant(), who, action, object, outcome));
  }

  /**
   * Tells the listener that somebody was refused who wanted to administrate the gateway.
   *
   * @param address where the wish came from
   * @param explanation why, without secrets
   */
  public void refused(InetSocketAddress address, String explanation) {
    events.accept(new GatewayEvent.AdministratorRefused(clock.instant(), address, explanation));
  }

  private static String tunnels(int count) {
    return count + (count == 1 ? " tunnel" : " tunnels");
  }
}
