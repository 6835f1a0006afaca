/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.ReauthMessage;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;

/**
 * A live tunnel asks its client to sign in again on another connection, and waits for it (MS-TSGU
 * 3.2.7.1.4). A context names one such wait: what comes under an earlier one changes nothing.
 * Belongs to the loop of its tunnel.
 */
public final class Reauthentication {
  private final HttpTunnelMachine machine;
  private boolean pending;
  private long context;
  private long deadline = TunnelState.NO_DEADLINE;
  private ReauthStatus status = ReauthStatus.NONE;

  Reauthentication(HttpTunnelMachine machine) {
    this.machine = machine;
  }

  /**
   * Asks the client.
   *
   * @return false if it cannot, has no channel, or has been asked already
   */
  public boolean request(long now) {
    if (pending
        || !machine.isChannelOpen()
        || !machine.capabilities().has(Capabilities.REAUTHENTICATION)) {
      return false;
    }
    context = machine.actions.reauthentication().offer();
    pending = true;
    status = ReauthStatus.NONE;
    deadline = Ticks.after(now, machine.limits().reauthenticationTime());
    machine.send(new ReauthMessage(context), now);
    return true;
  }

  /** The client has come this far on the connection that it opened for a context. */
  public void advance(long ofContext, ReauthStatus reached) {
    if (pending && context == ofContext) {
      status = reached;
    }
  }

  /**
   * The client has proved itself again: the new terms hold at once, and the session time starts
   * again.
   *
   * @return false if the tunnel does not wait for this any more
   */
  public boolean complete(long ofContext, UserPrincipal principal, TunnelGrant grant, long now) {
    if (!pending || context != ofContext || !machine.isChannelOpen()) {
      return false;
    }
    end();
    machine.renew(principal, grant, now);
    return true;
  }

  void end() {
    if (pending) {
      pending = false;
      deadline = TunnelState.NO_DEADLINE;
      machine.actions.reauthentication().withdraw();
    }
  }

  boolean isPending() {
    return pending;
  }

  /** When the client has taken too long; never while nothing is pending. */
  long deadline() {
    return deadline;
  }

  CloseReason failure() {
    return CloseReason.of(
        CloseReason.Kind.REAUTHENTICATION_FAILED, "reauthentication: " + explanation(status));
  }

  ResultCode closeCode(Capabilities capabilities) {
    return capabilities.has(Capabilities.IDLE_TIMEOUT)
        ? closeCode(status)
        : ResultCode.CLOSE_CONNECTION_ABORTED;
  }

  private static ResultCode closeCode(ReauthStatus status) {
    return switch (status) {
      case NONE -> ResultCode.CLOSE_REAUTH_AUTHN_FAILED;
      case AUTHENTICATED -> ResultCode.CLOSE_REAUTH_CAP_FAILED;
      case QUARANTINED -> ResultCode.CLOSE_REAUTH_NAP_FAILED;
      case USER_AUTHORIZED -> ResultCode.CLOSE_REAUTH_RAP_FAILED;
    };
  }

  private static String explanation(ReauthStatus status) {
    return switch (status) {
      case NONE -> "the user did not sign in again";
      case AUTHENTICATED -> "the connection policy did not allow the tunnel again";
      case QUARANTINED -> "the client's state of health was refused";
      case USER_AUTHORIZED -> "the resource policy did not allow the host again";
    };
  }

  /**
   * What holds after a reauthentication: the new terms, but the old redirections. The client heard
   * of those when it connected, and nothing in the protocol changes them later.
   */
  static TunnelGrant inForce(TunnelGrant old, TunnelGrant renewed) {
    return new TunnelGrant(
        old.disabledRedirections(),
        renewed.idleTimeout(),
        renewed.sessionTimeout(),
        renewed.reauthenticateAtTimeout(),
        renewed.attributes());
  }
}
