/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.TransportKind;
import java.util.ArrayList;
import java.util.List;

/** Which client takes which way through the gateway. */
enum Route {
  FREERDP_2_WEBSOCKET(2, TransportKind.WEBSOCKET),
  FREERDP_2_TWO_CHANNELS(2, TransportKind.HTTP),
  FREERDP_3_WEBSOCKET(3, TransportKind.WEBSOCKET),
  FREERDP_3_TWO_CHANNELS(3, TransportKind.HTTP),
  FREERDP_3_IN_TUNNEL_WEBSOCKET(3, TransportKind.WEBSOCKET, true),
  FREERDP_3_IN_TUNNEL_TWO_CHANNELS(3, TransportKind.HTTP, true);

  private final int version;
  private final TransportKind transport;
  private final boolean inTunnel;

  Route(int version, TransportKind transport) {
    this(version, transport, false);
  }

  Route(int version, TransportKind transport, boolean inTunnel) {
    this.version = version;
    this.transport = transport;
    this.inTunnel = inTunnel;
  }

  TransportKind transport() {
    return transport;
  }

  /** The word under which the client sends its NTLM messages. */
  AuthScheme scheme() {
    if (inTunnel) {
      return AuthScheme.SSPI_NTLM;
    }
    return version == 2 ? AuthScheme.NTLM : AuthScheme.NEGOTIATE;
  }

  String program() {
    return version == 2
        ? Peers.program("xfreerdp", "freerdp2-x11")
        : Peers.program("xfreerdp3", "freerdp3-x11 (for Debian 12 in its backports)");
  }

  /** The options that name the gateway. Version 3 takes no port: it is always 443. */
  List<String> gatewayOptions(String address, String user, String password) {
    String type =
        "http"
            + (transport == TransportKind.HTTP ? ",no-websockets" : "")
            + (inTunnel ? ",extauth-sspi-ntlm" : "");
    List<String> options = new ArrayList<>();
    if (version == 2) {
      options.add("/g:" + address + ":" + TestGateway.PORT);
      options.add("/gu:" + user);
      options.add("/gp:" + password);
      options.add("/gt:" + type);
    } else {
      options.add("/gateway:g:%s,u:%s,p:%s,type:%s".formatted(address, user, password, type));
    }
    return options;
  }
}
