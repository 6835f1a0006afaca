/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.DenyReason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the flight recorder of a gateway's events, on the thread where each happens: unlike a
 * listener it has no queue, so nothing is lost and a stuck listener does not matter. Thread-safe.
 */
public final class FlightEvents {
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
  private static final int LONGEST = 255;

  /** Lives that began while somebody recorded. */
  private final Map<String, TunnelClosedEvent> lives = new ConcurrentHashMap<>();

  /** Something happened. */
  public void tell(GatewayEvent event) {
    if (event instanceof GatewayEvent.SignedIn e) {
      signIn(e.connection(), e.principal().scheme(), e.stage(), e.principal().id(), null);
    } else if (event instanceof GatewayEvent.SignInRejected e) {
      signIn(e.connection(), e.scheme(), e.stage(), null, e.reason().code());
    } else if (event instanceof GatewayEvent.TunnelOpened e) {
      opened(e);
    } else if (event instanceof GatewayEvent.TunnelClosed e) {
      closed(e);
    } else if (event instanceof GatewayEvent.TunnelDenied e) {
      denied(PolicyDecisionEvent.CONNECTION, e.subject(), null, 0, e.reason());
    } else if (event instanceof GatewayEvent.ChannelOpened e) {
      allowed(
          PolicyDecisionEvent.RESOURCE,
          e.subject(),
          e.requestedName(),
          e.target().getPort(),
          e.policy());
    } else if (event instanceof GatewayEvent.ChannelDenied e) {
      denied(PolicyDecisionEvent.RESOURCE, e.subject(), e.requestedName(), e.port(), e.reason());
    }
  }

  private static void signIn(
      ConnectionInfo connection,
      AuthScheme scheme,
      AuthenticationContext.Stage stage,
      @Nullable String userId,
      @Nullable String code) {
    SignInEvent event = new SignInEvent();
    if (event.shouldCommit()) {
      event.connection = connection.id();
      event.transport = connection.transport().name();
      event.scheme = scheme.token();
      event.stage = stage.name();
      event.accepted = code == null;
      event.userId = printable(userId);
      event.code = code;
      event.commit();
    }
  }

  private void opened(GatewayEvent.TunnelOpened e) {
    allowed(PolicyDecisionEvent.CONNECTION, e.subject(), null, 0, e.policy());
    TunnelOpenedEvent event = new TunnelOpenedEvent();
    if (event.shouldCommit()) {
      event.fill(e.subject());
      event.policy = e.policy();
      event.setUp = e.setUp().toNanos();
      event.commit();
    }
    TunnelClosedEvent life = new TunnelClosedEvent();
    if (life.isEnabled()) {
      life.begin();
      lives.put(e.subject().tunnelId(), life);
    }
  }

  private void closed(GatewayEvent.TunnelClosed e) {
    TunnelClosedEvent begun = lives.remove(e.subject().tunnelId());
    TunnelClosedEvent event = begun == null ? new TunnelClosedEvent() : begun;
    if (event.shouldCommit()) {
      event.fill(e.subject());
      event.bytesFromClient = e.bytesFromClient();
      event.bytesToClient = e.bytesToClient();
      event.life = e.duration().toNanos();
      event.reason = e.reason().kind().name();
      event.commit();
    }
  }

  private static void allowed(
      String kind, GatewayEvent.Subject subject, @Nullable String host, int port, String policy) {
    PolicyDecisionEvent event = new PolicyDecisionEvent();
    if (event.shouldCommit()) {
      event.allowed = true;
      decided(event, kind, subject, host, port, policy);
    }
  }

  private static void denied(
      String kind,
      GatewayEvent.Subject subject,
      @Nullable String host,
      int port,
      DenyReason reason) {
    PolicyDecisionEvent event = new PolicyDecisionEvent();
    if (event.shouldCommit()) {
      event.code = reason.code().name();
      decided(event, kind, subject, host, port, reason.policy());
    }
  }

  /** What a client may have chosen, for the terminals on which recordings are printed. */
  static @Nullable String printable(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return UNPRINTABLE.matcher(bounded).replaceAll("?");
  }

  private static void decided(
      PolicyDecisionEvent event,
      String kind,
      GatewayEvent.Subject subject,
      @Nullable String host,
      int port,
      String policy) {
    event.fill(subject);
    event.kind = kind;
    event.policy = policy;
    event.host = printable(host);
    event.port = port;
    event.commit();
  }
}
