/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketDecoder;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.spi.Capabilities;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The four requests from an open transport to an open channel (MS-TSGU 3.3.2). */
final class TunnelOpening {
  private static final int CAPABILITIES =
      Capabilities.CONSENT_MESSAGE | Capabilities.SERVICE_MESSAGE;

  private final PacketLink link;
  private final GatewayClient.Settings settings;
  private @Nullable TunnelInfo tunnel;

  TunnelOpening(PacketLink link, GatewayClient.Settings settings) {
    this.link = link;
    this.settings = settings;
  }

  void open(String host, int port) throws IOException {
    String cookie = settings.credentials().paaCookie().orElse(null);
    ExtendedAuth method = cookie == null ? ExtendedAuth.NONE : ExtendedAuth.PAA;
    HandshakeResponse handshake =
        ask(new HandshakeRequest(1, 0, 0, method), HandshakeResponse.class);
    check("the handshake", handshake.errorCode());
    TunnelResponse created =
        ask(
            new TunnelCreate(
                CAPABILITIES, null, cookie == null ? null : TunnelCreate.cookie(cookie)),
            TunnelResponse.class);
    check("the tunnel", created.statusCode());
    TunnelAuthResponse authorized =
        ask(new TunnelAuth(settings.clientName(), null), TunnelAuthResponse.class);
    check("the tunnel's authorization", authorized.errorCode());
    tunnel =
        new TunnelInfo(
            Objects.requireNonNullElse(created.tunnelId(), 0),
            new Capabilities(Objects.requireNonNullElse(created.capsFlags(), 0)),
            Objects.requireNonNullElse(authorized.redirFlags(), 0),
            Duration.ofMinutes(
                Integer.toUnsignedLong(Objects.requireNonNullElse(authorized.idleTimeout(), 0))),
            created.consentMessage());
    ChannelResponse channel =
        ask(
            new ChannelCreate(List.of(host), List.of(), port, ChannelCreate.PROTOCOL_TCP),
            ChannelResponse.class);
    check("the channel to " + host + ":" + port, channel.errorCode());
  }

  TunnelInfo tunnel() {
    return Objects.requireNonNull(tunnel);
  }

  /** Sends a packet and waits for its response; keep-alives may come in between. */
  private <T extends HttpPacket> T ask(HttpPacket request, Class<T> response) throws IOException {
    link.send(request.encode());
    try {
      while (true) {
        PacketType type = link.read();
        HttpPacket packet = PacketDecoder.decode(type, link.body());
        if (response.isInstance(packet)) {
          return response.cast(packet);
        }
        if (!type.equals(PacketType.KEEPALIVE)) {
          throw new GatewayClientException(
              0, "the gateway answers " + request.type() + " with " + type);
        }
      }
    } catch (WireFormatException e) {
      throw new GatewayClientException(
          0, "the gateway's answer to " + request.type() + ": " + e.getMessage());
    } catch (EOFException e) {
      throw PacketLink.ended(e);
    }
  }

  private static void check(String what, ResultCode code) throws IOException {
    if (code.isFailure()) {
      throw new GatewayClientException(code.value(), "the gateway refuses " + what + ": " + code);
    }
  }
}
