/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.AuthScheme;

/** The transport is open; HANDSHAKE_REQUEST is due. */
final class ExpectHandshake extends TunnelState {

  ExpectHandshake(HttpTunnelMachine machine, long now) {
    super(machine, Ticks.after(now, machine.limits().handshakeTime()));
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (!(packet instanceof HandshakeRequest request)) {
      throw new IllegalStateException("the machine lets no other packet through");
    }
    if (request.verMajor() != 1 || request.verMinor() != 0) {
      machine.refuse(packet.type(), ResultCode.CAPABILITY_MISMATCH, now);
      machine.finish(
          HttpTunnelMachine.protocolError(
              "the version is " + request.verMajor() + "." + request.verMinor() + ", not 1.0"));
      return;
    }
    // FreeRDP's bearer mode sets a bit that nobody defines; those who signed in over HTTP need no
    // method here.
    ExtendedAuth wanted = request.extendedAuth().defined();
    if (!isAcceptable(wanted)) {
      machine.refuse(packet.type(), ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD, now);
      machine.finish(
          HttpTunnelMachine.protocolError(
              "extended authentication "
                  + request.extendedAuth()
                  + " does not fit the sign-in or is not offered"));
      return;
    }
    machine.send(
        new HandshakeResponse(ResultCode.SUCCESS, 1, 0, 0, machine.opening.supported()), now);
    if (wanted.equals(ExtendedAuth.SSPI_NTLM)) {
      machine.become(new ExpectExtendedAuth(machine, now));
    } else {
      boolean cookie = wanted.equals(ExtendedAuth.PAA);
      machine.become(
          new ExpectTunnelCreate(
              machine, cookie, !cookie, Ticks.after(now, machine.limits().tunnelTime())));
    }
  }

  private boolean isAcceptable(ExtendedAuth wanted) {
    AuthScheme custom = machine.opening.customScheme();
    if (custom != null) {
      ExtendedAuth named =
          custom.equals(AuthScheme.PAA) ? ExtendedAuth.PAA : ExtendedAuth.SSPI_NTLM;
      return wanted.equals(named) && machine.opening.supported().contains(named);
    }
    if (machine.opening.principal() == null) {
      return false;
    }
    return wanted.equals(ExtendedAuth.NONE)
        || ((wanted.equals(ExtendedAuth.PAA) || wanted.equals(ExtendedAuth.SSPI_NTLM))
            && machine.opening.supported().contains(wanted));
  }

  @Override
  public String toString() {
    return "HANDSHAKE_REQUEST is due";
  }
}
