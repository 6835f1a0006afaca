/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.spi.TransportKind;
import java.io.EOFException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Opens the transport (MS-TSGU 3.3.3.1): one connection that becomes a WebSocket, or two that carry
 * a direction each.
 */
final class TransportOpening {
  /** How many bytes gateways put between the head of the OUT response and its packets. */
  private static final int SEED_SIZE = 10;

  private final ClientSettings settings;
  private final Steps steps;
  private final HttpSignIn http;

  TransportOpening(ClientSettings settings, Steps steps) {
    this.settings = settings;
    this.steps = steps;
    http = new HttpSignIn(settings, steps, "{" + UUID.randomUUID() + "}");
  }

  Transport open() throws GatewayClientException {
    Connection out = dial();
    String key = settings.transport() == TransportKind.WEBSOCKET ? WebSocketUpgrade.newKey() : null;
    ResponseHead head = http.signIn(out, "RDG_OUT_DATA", key);
    if (key != null && head.status() == 101) {
      return webSocket(out, head, key);
    }
    expect200("RDG_OUT_DATA", head);
    return twoChannels(out, head);
  }

  /** What of the sign-in is left to do inside the tunnel. */
  Inside inside() {
    return http.inside();
  }

  private Transport webSocket(Connection connection, ResponseHead head, String key)
      throws GatewayClientException {
    String flaw = WebSocketUpgrade.flaw(head, key);
    if (flaw != null) {
      throw GatewayClientException.failed(Stage.HTTP, "the upgrade to WebSocket failed: " + flaw);
    }
    return steps.run(
        Stage.HTTP,
        "the upgrade to WebSocket",
        () -> {
          WebSocketFraming framing = new WebSocketFraming();
          PacketOutput output = new PacketOutput(framing, connection.output());
          InputStream input =
              new WebSocketInput(
                  connection.input(),
                  payload -> output.reply(o -> framing.control(WebSocketFraming.PONG, payload, o)));
          return new Transport(TransportKind.WEBSOCKET, input, output, List.of(connection));
        });
  }

  private Transport twoChannels(Connection out, ResponseHead outHead)
      throws GatewayClientException {
    InputStream input = http.body(out, outHead);
    steps.run(
        Stage.HTTP,
        "the opening of RDG_OUT_DATA",
        () -> {
          if (input.readNBytes(SEED_SIZE).length < SEED_SIZE) {
            throw new EOFException("the gateway closed the connection");
          }
          return true;
        });
    Connection in = dial(out.remote());
    ResponseHead inHead = http.signIn(in, "RDG_IN_DATA", null);
    expect200("RDG_IN_DATA", inHead);
    PacketOutput output =
        steps.run(
            Stage.HTTP,
            "the opening of RDG_IN_DATA",
            () -> {
              http.skipBody(in, inHead);
              in.output().write(http.request("RDG_IN_DATA", "Transfer-Encoding: chunked"));
              return new PacketOutput(new ChunkFraming(), in.output());
            });
    return new Transport(TransportKind.HTTP, input, output, List.of(in, out));
  }

  private static void expect200(String method, ResponseHead head) throws GatewayClientException {
    if (head.status() != 200) {
      throw GatewayClientException.status(
          "the gateway answered " + method + " with " + head, head.status());
    }
  }

  private Connection dial() throws GatewayClientException {
    if (settings.address() != null) {
      return dial(settings.address());
    }
    InetAddress[] addresses =
        steps.run(
            Stage.CONNECT,
            "the look-up of " + settings.host(),
            () -> InetAddress.getAllByName(settings.host()));
    List<GatewayClientException> failures = new ArrayList<>();
    for (InetAddress address : addresses) {
      try {
        return dial(new InetSocketAddress(address, settings.port()));
      } catch (GatewayClientException e) {
        if (e.stage() != Stage.CONNECT) {
          throw e;
        }
        failures.add(e);
      }
    }
    GatewayClientException last = failures.remove(failures.size() - 1);
    failures.forEach(last::addSuppressed);
    throw last;
  }

  private Connection dial(InetSocketAddress address) throws GatewayClientException {
    Connection connection = steps.connection();
    steps.run(
        Stage.CONNECT,
        "the connection to " + address,
        () -> {
          connection.connect(address);
          return true;
        });
    steps.run(
        Stage.TLS,
        "the TLS handshake with " + settings.host(),
        () -> {
          connection.secure(settings);
          return true;
        });
    return connection;
  }
}
