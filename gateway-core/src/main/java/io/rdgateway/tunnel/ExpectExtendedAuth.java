/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.UserPrincipal;

/** SSPI_NTLM was chosen: EXTENDED_AUTH_MSG with the next message is due (MS-TSGU 3.3.5.1). */
final class ExpectExtendedAuth extends TunnelState {

  ExpectExtendedAuth(HttpTunnelMachine machine, long now) {
    super(machine, Ticks.after(now, machine.limits().signInTime()));
  }

  /** All rounds share one deadline. */
  private ExpectExtendedAuth(long deadline, HttpTunnelMachine machine) {
    super(machine, deadline);
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (packet instanceof TunnelCreate) {
      machine.wrongState(packet, ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD, now);
      return;
    }
    if (!(packet instanceof ExtendedAuthMessage message)) {
      machine.wrongState(packet, ResultCode.INTERNAL_ERROR, now);
      return;
    }
    if (message.errorCode().isFailure()) {
      machine.finish(
          CloseReason.of(
              CloseReason.Kind.SIGN_IN_REFUSED,
              "the client gave the sign-in up with " + message.errorCode()));
    } else if (message.authBlob().length() == 0) {
      deny(now, "the client sent an empty message before the sign-in was over");
    } else {
      machine.become(new Answer(machine, deadline()));
      machine.actions.authenticate(
          new Credential.SecurityToken(AuthScheme.SSPI_NTLM, message.authBlob().toArray()),
          Stage.EXTENDED_AUTH,
          null);
    }
  }

  private void deny(long now, String explanation) {
    machine.refuse(PacketType.EXTENDED_AUTH_MSG, ResultCode.LOGON_DENIED, now);
    machine.finish(CloseReason.of(CloseReason.Kind.SIGN_IN_REFUSED, explanation));
  }

  @Override
  public String toString() {
    return "EXTENDED_AUTH_MSG is due";
  }

  /** The authenticator is looking at a message. */
  static final class Answer extends Waiting {
    private final long signInDeadline;

    Answer(HttpTunnelMachine machine, long signInDeadline) {
      super(machine);
      this.signInDeadline = signInDeadline;
    }

    void onResult(AuthenticationResult result, long now) {
      ExpectExtendedAuth next = new ExpectExtendedAuth(signInDeadline, machine);
      if (result instanceof AuthenticationResult.Challenge challenge) {
        machine.send(
            new ExtendedAuthMessage(ResultCode.SUCCESS, Bytes.copyOf(challenge.token())), now);
        machine.become(next);
      } else if (result instanceof AuthenticationResult.Accepted accepted) {
        UserPrincipal who = machine.joined(accepted.principal());
        if (who == null) {
          next.deny(now, "the sign-in inside the tunnel is not of the certificate's user");
        } else if (machine.setPrincipal(who) && !machine.isProofExpired(now)) {
          machine.send(new ExtendedAuthMessage(ResultCode.SUCCESS, Bytes.EMPTY), now);
          machine.become(
              new ExpectTunnelCreate(
                  machine, false, false, Ticks.after(now, machine.limits().tunnelTime())));
        } else {
          next.deny(now, "the proof of identity is not valid now or not from this address");
        }
      } else {
        next.deny(now, "the sign-in inside the tunnel was refused");
      }
    }
  }
}
