/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.ReauthMessage;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.ServiceMessage;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Redirection;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens one channel: the transport, and the four questions on it (MS-TSGU 3.3.5.1). */
final class ChannelOpening {
  private static final int MAX_ROUNDS = 8;

  private final ClientSettings settings;
  private final Steps steps;

  ChannelOpening(ClientSettings settings) {
    this.settings = settings;
    steps = new Steps(settings.timeout());
  }

  GatewayChannel open(String host, int port) throws GatewayClientException {
    boolean open = false;
    try {
      TransportOpening opening = new TransportOpening(settings, steps);
      Transport transport = opening.open();
      PacketInput packets = new PacketInput(transport.input());
      Conversation conversation = new Conversation(transport.output(), packets);
      Inside inside = opening.inside();
      conversation.handshake(inside.method());
      if (inside.messages() != null) {
        conversation.signIn(inside.messages());
      }
      TunnelResponse tunnel = conversation.createTunnel(inside.cookie());
      TunnelTerms terms = terms(transport, tunnel, conversation.authorizeTunnel());
      conversation.createChannel(host, port);
      open = true;
      return new GatewayChannel(transport, packets, terms, settings.serviceMessages());
    } finally {
      if (!open) {
        steps.kill();
      }
    }
  }

  /**
   * What the client can do: it keeps consent messages and idle timeouts for the application, and
   * shows service messages if the application listens to them.
   */
  private int capabilities() {
    return Capabilities.IDLE_TIMEOUT
        | Capabilities.CONSENT_MESSAGE
        | (settings.serviceMessages() == null ? 0 : Capabilities.SERVICE_MESSAGE);
  }

  private TunnelTerms terms(Transport transport, TunnelResponse tunnel, TunnelAuthResponse auth) {
    Integer id = tunnel.tunnelId();
    Integer both = tunnel.capsFlags();
    Integer flags = auth.redirFlags();
    Integer idle = auth.idleTimeout();
    return new TunnelTerms(
        transport.kind(),
        id == null ? 0 : id,
        new Capabilities(capabilities() & (both == null ? 0 : both)),
        disabled(flags == null ? 0 : flags),
        Duration.ofMinutes(idle == null ? 0 : Integer.toUnsignedLong(idle)),
        tunnel.consentMessage());
  }

  private static Set<Redirection> disabled(int flags) {
    Set<Redirection> disabled = EnumSet.noneOf(Redirection.class);
    if ((flags & TunnelAuthResponse.REDIR_ENABLE_ALL) != 0) {
      return disabled;
    }
    if ((flags & TunnelAuthResponse.REDIR_DISABLE_ALL) != 0) {
      return EnumSet.allOf(Redirection.class);
    }
    if ((flags & TunnelAuthResponse.REDIR_DISABLE_DRIVE) != 0) {
      disabled.add(Redirection.DRIVE);
    }
    if ((flags & TunnelAuthResponse.REDIR_DISABLE_PRINTER) != 0) {
      disabled.add(Redirection.PRINTER);
    }
    if ((flags & TunnelAuthResponse.REDIR_DISABLE_PORT) != 0) {
      disabled.add(Redirection.PORT);
    }
    if ((flags & TunnelAuthResponse.REDIR_DISABLE_CLIPBOARD) != 0) {
      disabled.add(Redirection.CLIPBOARD);
    }
    if ((flags & TunnelAuthResponse.REDIR_DISABLE_PNP) != 0) {
      disabled.add(Redirection.PLUG_AND_PLAY);
    }
    return disabled;
  }

  /** Questions and answers on the open transport. */
  private final class Conversation {
    private final PacketOutput output;
    private final PacketInput packets;

    Conversation(PacketOutput output, PacketInput packets) {
      this.output = output;
      this.packets = packets;
    }

    void handshake(ExtendedAuth method) throws GatewayClientException {
      HandshakeResponse answer =
          ask(Stage.HANDSHAKE, new HandshakeRequest(1, 0, 0, method), HandshakeResponse.class);
      check(Stage.HANDSHAKE, "the gateway refuses the way to sign in", answer.errorCode());
      if (answer.verMajor() != 1) {
        throw GatewayClientException.failed(
            Stage.HANDSHAKE,
            "the gateway speaks version " + answer.verMajor() + "." + answer.verMinor());
      }
      if (method.equals(ExtendedAuth.SSPI_NTLM) && !answer.extendedAuth().contains(method)) {
        throw GatewayClientException.failed(
            Stage.HANDSHAKE, "the gateway does not offer to sign in inside the tunnel");
      }
    }

    /** Messages there and back until the gateway's is empty (MS-TSGU 3.3.5.1). */
    void signIn(InTunnelSignIn messages) throws GatewayClientException {
      byte[] heard = {};
      for (int round = 0; round < MAX_ROUNDS; round++) {
        byte[] last = heard;
        byte[] message = HttpSignIn.asking(Stage.EXTENDED_AUTH, () -> messages.next(last));
        if (message.length == 0) {
          throw new IllegalStateException("the credentials returned an empty message");
        }
        ExtendedAuthMessage answer =
            ask(
                Stage.EXTENDED_AUTH,
                new ExtendedAuthMessage(ResultCode.SUCCESS, Bytes.copyOf(message)),
                ExtendedAuthMessage.class);
        check(Stage.EXTENDED_AUTH, "the gateway refuses the sign-in", answer.errorCode());
        heard = answer.authBlob().toArray();
        if (heard.length == 0) {
          return;
        }
      }
      throw GatewayClientException.failed(
          Stage.EXTENDED_AUTH, "the sign-in did not end within " + MAX_ROUNDS + " rounds");
    }

    TunnelResponse createTunnel(@Nullable String paaCookie) throws GatewayClientException {
      TunnelCreate request =
          new TunnelCreate(
              capabilities(), null, paaCookie == null ? null : TunnelCreate.cookie(paaCookie));
      TunnelResponse answer = ask(Stage.TUNNEL_CREATE, request, TunnelResponse.class);
      check(Stage.TUNNEL_CREATE, "the gateway refuses the tunnel", answer.statusCode());
      String text = answer.consentMessage();
      if (text != null && !settings.consent().test(text)) {
        throw GatewayClientException.failed(
            Stage.TUNNEL_CREATE, "the application did not agree to the consent message");
      }
      return answer;
    }

    TunnelAuthResponse authorizeTunnel() throws GatewayClientException {
      TunnelAuthResponse answer =
          ask(
              Stage.TUNNEL_AUTH,
              new TunnelAuth(settings.clientName(), null),
              TunnelAuthResponse.class);
      check(Stage.TUNNEL_AUTH, "the gateway refuses the tunnel to this user", answer.errorCode());
      return answer;
    }

    void createChannel(String host, int port) throws GatewayClientException {
      ChannelCreate request =
          new ChannelCreate(List.of(host), List.of(), port, ChannelCreate.PROTOCOL_TCP);
      ChannelResponse answer = ask(Stage.CHANNEL_CREATE, request, ChannelResponse.class);
      check(
          Stage.CHANNEL_CREATE,
          "the gateway refuses the channel to " + host + ":" + port,
          answer.errorCode());
    }

    private void check(Stage stage, String what, ResultCode code) throws GatewayClientException {
      if (code.isFailure()) {
        throw GatewayClientException.refused(stage, what, code);
      }
    }

    private <T extends HttpPacket> T ask(Stage stage, HttpPacket request, Class<T> kind)
        throws GatewayClientException {
      return steps.run(
          stage,
          request.type().toString(),
          () -> {
            output.send(request);
            HttpPacket packet = packets.next();
            while (!kind.isInstance(packet)) {
              passOver(stage, packet);
              packet = packets.next();
            }
            return kind.cast(packet);
          });
    }

    /** Gateways may send these at any time; a packet of a kind that we do not know, too. */
    private void passOver(Stage stage, @Nullable HttpPacket packet)
        throws GatewayClientException, ProtocolException {
      if (packet instanceof CloseChannel close) {
        throw GatewayClientException.refused(
            stage, "the gateway closed the tunnel", close.statusCode());
      }
      if (packets.dataLeft() > 0) {
        throw new ProtocolException("the gateway sent data before the channel was open");
      }
      if (packet instanceof ServiceMessage message && settings.serviceMessages() != null) {
        settings.serviceMessages().accept(message.message());
      }
      if (packet != null
          && !(packet instanceof ServiceMessage)
          && !(packet instanceof Keepalive)
          && !(packet instanceof ReauthMessage)) {
        throw new ProtocolException("the gateway answered with " + packet.type());
      }
    }
  }
}
