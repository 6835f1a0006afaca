/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelCreate;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets that open a channel, one after the other's answer, as clients send them. */
final class GatewayDialog {
  private static final int CAPABILITIES = 0x0D;

  /** Here the status stands behind the version. */
  private static final int TUNNEL_STATUS = 2;

  private final Server server;

  /** The answer that is waited for. */
  private int expected = PacketType.HANDSHAKE_RESPONSE.code();

  private boolean open;

  GatewayDialog(Server server) {
    this.server = server;
  }

  HttpPacket first() {
    int auth = server.signIn() == SignIn.TOKEN ? ExtendedAuth.PAA.bits() : 0;
    return new HandshakeRequest(1, 0, 0, new ExtendedAuth(auth));
  }

  boolean isOpen() {
    return open;
  }

  /** Takes an answer and says what to send now; null for nothing. */
  @Nullable HttpPacket answered(int type, byte[] body) throws IOException {
    PacketType got = new PacketType(type);
    if (open) {
      if (got.equals(PacketType.CLOSE_CHANNEL)) {
        throw new IOException("the gateway closed the channel");
      }
      return null; // keep-alives and messages to the user
    }
    if (type != expected) {
      throw new IOException("the gateway sent " + got + " instead of " + new PacketType(expected));
    }
    int status = i32(body, got.equals(PacketType.TUNNEL_RESPONSE) ? TUNNEL_STATUS : 0);
    if (status != 0) {
      throw new IOException(
          "the gateway answered " + got + " with 0x" + Integer.toHexString(status));
    }
    if (got.equals(PacketType.HANDSHAKE_RESPONSE)) {
      expected = PacketType.TUNNEL_RESPONSE.code();
      return new TunnelCreate(
          CAPABILITIES,
          null,
          server.signIn() == SignIn.TOKEN ? TunnelCreate.cookie(server.secret()) : null);
    } else if (got.equals(PacketType.TUNNEL_RESPONSE)) {
      expected = PacketType.TUNNEL_AUTH_RESPONSE.code();
      return new TunnelAuth("load", null);
    } else if (got.equals(PacketType.TUNNEL_AUTH_RESPONSE)) {
      expected = PacketType.CHANNEL_RESPONSE.code();
      return new ChannelCreate(
          List.of(server.target().getAddress().getHostAddress()),
          List.of(),
          server.target().getPort(),
          ChannelCreate.PROTOCOL_TCP);
    }
    open = true;
    return null;
  }

  private static int i32(byte[] body, int at) throws IOException {
    if (body.length < at + 4) {
      throw new IOException("an answer of the gateway is cut short");
    }
    return (body[at] & 0xFF)
        | (body[at + 1] & 0xFF) << 8
        | (body[at + 2] & 0xFF) << 16
        | (body[at + 3] & 0xFF) << 24;
  }
}
