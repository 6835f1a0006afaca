/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.TransportKind;
import java.nio.file.Path;
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

  boolean isInTunnel() {
    return inTunnel;
  }

  /** What the user is held to have proved: under Negotiate it is NTLM all the same. */
  AuthScheme proof() {
    return inTunnel ? AuthScheme.SSPI_NTLM : AuthScheme.NTLM;
  }

  String program() {
    return version == 2
        ? Peers.program("xfreerdp", "freerdp2-x11")
        : Peers.program("xfreerdp3", "freerdp3-x11 (for Debian 12 in its backports)");
  }

  int version() {
    return version;
  }

  private String type() {
    return transport == TransportKind.HTTP ? "http,no-websockets" : "http";
  }

  /** The options that name the gateway and bring a token for its PAA cookie. */
  List<String> cookieOptions(String address, String token) {
    return version == 2
        ? List.of("/g:" + address + ":" + TestGateway.PORT, "/gat:" + token, "/gt:" + type())
        : List.of("/gateway:g:%s,access-token:%s,type:%s".formatted(address, token, type()));
  }

  /** The options that name the gateway and bring a Bearer token, which version 3 alone can. */
  List<String> bearerOptions(String address, String token) {
    return List.of("/gateway:g:%s,bearer:%s,type:%s".formatted(address, token, type()));
  }

  /** The options for a file that names everything. */
  List<String> fileOptions(Path file) {
    return List.of(file.toString(), (version == 2 ? "/gt:" : "/gateway:type:") + type());
  }

  /** The options that name the gateway. Version 3 takes no port: it is always 443. */
  List<String> gatewayOptions(String address, String user, String password) {
    String type = type() + (inTunnel ? ",extauth-sspi-ntlm" : "");
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
