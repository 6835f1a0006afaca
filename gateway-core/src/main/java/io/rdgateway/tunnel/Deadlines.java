/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.spi.TunnelGrant;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What time does to a tunnel that a state's own deadline does not: the end of the proof of
 * identity, of the session, of a reauthentication and of the patience with an idle client, and a
 * sign of life for a client that hears nothing. All times are {@link Ticks}.
 */
final class Deadlines {
  private final HttpTunnelMachine machine;
  private final long tickOrigin;
  private final Instant wallOrigin;
  private long proof = TunnelState.NO_DEADLINE;
  private long sessionStart = -1;
  private long lastFromClient;
  private long lastSent;

  /**
   * The deadlines of a tunnel that begins.
   *
   * @param now the current tick
   * @param wallNow the same moment on the wall clock
   */
  Deadlines(HttpTunnelMachine machine, long now, Instant wallNow) {
    this.machine = machine;
    tickOrigin = now;
    wallOrigin = wallNow;
    lastSent = now;
  }

  // What happens.

  /** A new proof of identity; null if it is good for ever. */
  void proofUntil(@Nullable Instant until) {
    proof = until == null ? TunnelState.NO_DEADLINE : Ticks.at(until, tickOrigin, wallOrigin);
  }

  /** The proof is good no longer: the next look at the clock ends the tunnel. */
  void endProof() {
    proof = 0;
  }

  boolean isProofExpired(long now) {
    return now >= proof;
  }

  /** Something went to the client. */
  void sent(long now) {
    lastSent = now;
  }

  /** Payload came from the client. */
  void fromClient(long now) {
    lastFromClient = now;
  }

  /** The session begins with the first channel. */
  void channelOpened(long now) {
    lastFromClient = now;
    if (sessionStart < 0) {
      sessionStart = now;
    }
  }

  boolean hasSessionBegun() {
    return sessionStart >= 0;
  }

  void restartSession(long now) {
    sessionStart = now;
  }

  // The look at the clock.

  void tick(long now) {
    if (now >= proof) {
      end(CloseReason.Kind.PROOF_EXPIRED, "the proof of identity is no longer valid", now);
    } else if (now >= machine.reauthentication().deadline()) {
      Reauthentication reauthentication = machine.reauthentication();
      machine.close(
          reauthentication.failure(), reauthentication.closeCode(machine.capabilities()), now);
    } else if (now >= session()) {
      sessionOver(now);
    } else if (now >= idle()) {
      end(CloseReason.Kind.IDLE_TIMEOUT, "no data from the client for the time of the policy", now);
    } else if (now >= keepAlive()) {
      machine.send(new Keepalive(), now);
    }
  }

  private void sessionOver(long now) {
    TunnelGrant grant = machine.grant();
    boolean again = grant != null && grant.reauthenticateAtTimeout();
    if (!again || !machine.reauthentication().request(now)) {
      end(CloseReason.Kind.SESSION_TIMEOUT, "the session time of the policy is over", now);
    }
  }

  private void end(CloseReason.Kind kind, String explanation, long now) {
    machine.close(CloseReason.of(kind, explanation), now);
  }

  /** When {@link #tick} has something to do at the earliest, as far as is known now. */
  long next() {
    return Math.min(Math.min(proof, session()), Math.min(idle(), keepAlive()));
  }

  /** The session time, or the time of the reauthentication that took its place. */
  private long session() {
    if (machine.reauthentication().isPending()) {
      return machine.reauthentication().deadline();
    }
    TunnelGrant grant = machine.grant();
    return grant == null || !hasSessionBegun()
        ? TunnelState.NO_DEADLINE
        : after(sessionStart, grant.sessionTimeout());
  }

  private long idle() {
    TunnelGrant grant = machine.grant();
    return grant == null || !machine.isChannelOpen()
        ? TunnelState.NO_DEADLINE
        : after(lastFromClient, grant.idleTimeout());
  }

  private long keepAlive() {
    return machine.isChannelOpen()
        ? after(lastSent, machine.limits().keepAliveTime())
        : TunnelState.NO_DEADLINE;
  }

  /** A time of zero never ends. */
  private static long after(long start, Duration time) {
    return time.isZero() ? TunnelState.NO_DEADLINE : Ticks.after(start, time);
  }
}
