/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.protocol.WebSocketFrames;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.TunnelSession;
import io.rdgateway.transport.twochannel.InConnection;
import io.rdgateway.transport.twochannel.OutLink;
import io.rdgateway.transport.twochannel.PairingTable;
import io.rdgateway.transport.websocket.WebSocketLink;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the gateway's path: which are allowed at all, and once their connection has signed
 * in, the way each transport opens (MS-TSGU 3.3.3.1).
 */
final class GatewayPath implements HttpFront.Path {
  /**
   * Ten bytes between the head of the OUT response and its packets, as every client and server
   * counts them.
   */
  private static final byte[] SEED = {
    (byte) 0xAB, (byte) 0xCD, (byte) 0xAB, (byte) 0xCD, (byte) 0xAB,
    (byte) 0xCD, (byte) 0xAB, (byte) 0xCD, (byte) 0xAB, (byte) 0xCD
  };

  private static final byte[] NO_BODY = {};

  private final Services services;
  private final PairingTable table;
  private final HttpFront front;
  private final TlsInfo tls;
  private final String connectionName;
  private final RequestSignIn signIn;

  GatewayPath(Services services, PairingTable table, HttpFront front, TlsInfo tls) {
    this.services = services;
    this.table = table;
    this.front = front;
    this.tls = tls;
    connectionName = services.nextConnectionId();
    signIn = new RequestSignIn(services, front, tls, this::connectionInfo, this::open);
  }

  @Override
  public void onRequest(RequestHead head) throws BadRequestException {
    GatewayRequest.Method method = method(head);
    if (method == null) {
      return;
    }
    GatewayRequest request = GatewayRequest.of(head, method);
    if (method == GatewayRequest.Method.GET && !isAllowedBrowser(head, request)) {
      front.answerAndClose(Responses.status(404, services.wallNow()).contentLength(0));
      return;
    }
    if (head.field("expect") != null) {
      throw new BadRequestException(417, "an Expect field");
    }
    if (isSignedIn()) {
      open(request, head);
      return;
    }
    signIn.judge(request, head);
  }

  private GatewayRequest.@Nullable Method method(RequestHead head) {
    for (GatewayRequest.Method method : GatewayRequest.Method.values()) {
      if (method.name().equals(head.method())) {
        return method;
      }
    }
    front.refuse(405, "the method is not RDG_OUT_DATA or RDG_IN_DATA");
    return null;
  }

  /**
   * A browser adds credentials of its own to any page's request, so only pages that the application
   * trusts may ask.
   */
  private boolean isAllowedBrowser(RequestHead head, GatewayRequest request) {
    String origin = head.field("origin");
    return request.webSocket()
        && origin != null
        && services.settings().allowedOrigins().contains(origin);
  }

  boolean isSignedIn() {
    return signIn.isSignedIn();
  }

  @Override
  public boolean isBusy() {
    return signIn.isBusy();
  }

  @Override
  public void onBytes(ByteBuffer in) throws BadRequestException {
    signIn.onBytes(in);
  }

  @Override
  public void close() {
    signIn.close();
  }

  // The ways that open.

  private void open(GatewayRequest request, RequestHead head) throws BadRequestException {
    if (request.webSocket()) {
      openWebSocket(request, head);
    } else if (request.method() == GatewayRequest.Method.RDG_OUT_DATA) {
      openOut(request);
    } else if (head.chunked()) {
      openIn(request);
    } else {
      greetIn(request);
    }
  }

  private void openWebSocket(GatewayRequest request, RequestHead head) throws BadRequestException {
    if (!"13".equals(head.field("sec-websocket-version"))) {
      front.answerAndClose(
          Responses.status(426, services.wallNow())
              .field("Sec-WebSocket-Version", "13")
              .contentLength(0));
      return;
    }
    String key = head.field("sec-websocket-key");
    if (key == null || key.isEmpty()) {
      throw new BadRequestException("the upgrade has no Sec-WebSocket-Key");
    }
    Responses answer =
        signIn.withFinalToken(
            Responses.status(101, services.wallNow())
                .field("Connection", "Upgrade")
                .field("Upgrade", "websocket")
                .field("Sec-WebSocket-Accept", WebSocketFrames.accept(key)));
    String protocols = head.field("sec-websocket-protocol");
    if (protocols != null) {
      // Clients in browsers, and newer ones of Microsoft's, offer "binary" and give up if no offer
      // is taken.
      answer.field("Sec-WebSocket-Protocol", protocols.split(",", 2)[0].trim());
    }
    Channel channel = front.channel();
    front.write(answer, NO_BODY);
    WebSocketLink link = new WebSocketLink(services, channel, opening(request));
    front.handOver(link::received);
    channel.pipeline().replace(front, "tunnel", link);
  }

  private void openOut(GatewayRequest request) throws BadRequestException {
    Channel channel = front.channel();
    String id = connectionId(request);
    OutLink link = new OutLink(services, table, id, channel, owner(), opening(request));
    if (!link.waitForIn()) {
      throw new BadRequestException("the connection id is in use");
    }
    front.handOver(link::received);
    front.write(signIn.withFinalToken(Responses.status(200, services.wallNow())), SEED);
    channel.pipeline().replace(front, "tunnel", link);
  }

  /** The first RDG_IN_DATA, which only signs in. */
  private void greetIn(GatewayRequest request) throws BadRequestException {
    if (!table.isWaiting(connectionId(request), owner())) {
      throw new BadRequestException("no RDG_OUT_DATA of this user waits for the connection id");
    }
    front.answer(
        signIn.withFinalToken(Responses.status(200, services.wallNow()).contentLength(0)), NO_BODY);
  }

  /** The second one, which carries data: it is never answered. */
  private void openIn(GatewayRequest request) throws BadRequestException {
    OutLink out = table.claim(connectionId(request), owner());
    if (out == null) {
      throw new BadRequestException("no RDG_OUT_DATA of this user waits for the connection id");
    }
    Channel channel = front.channel();
    InConnection in = new InConnection(channel, out, front.place());
    front.handOver(in::received);
    channel.pipeline().replace(front, "tunnel", in);
    in.start(Unpooled.wrappedBuffer(signIn.heldBody()));
  }

  private static String connectionId(GatewayRequest request) throws BadRequestException {
    if (request.connectionId() == null) {
      throw new BadRequestException("there is no RDG-Connection-Id");
    }
    return request.connectionId();
  }

  private PairingTable.Owner owner() {
    return new PairingTable.Owner(
        signIn.principal(), signIn.customScheme(), front.client().getAddress());
  }

  private TunnelSession.Opening opening(GatewayRequest request) {
    return new TunnelSession.Opening(
        connectionInfo(request),
        signIn.principal(),
        signIn.customScheme(),
        tls.endPointBinding(),
        tls.recordData(),
        front.place());
  }

  private ConnectionInfo connectionInfo(GatewayRequest request) {
    return new ConnectionInfo(
        connectionName,
        request.webSocket() ? TransportKind.WEBSOCKET : TransportKind.HTTP,
        front.client(),
        (InetSocketAddress) front.channel().localAddress(),
        tls.protocol(),
        tls.clientCertificates(),
        request.connectionId(),
        request.correlationId(),
        request.claimedUser(),
        request.userAgent());
  }
}
