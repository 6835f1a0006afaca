/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.rdgateway.GatewayEvent;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.protocol.WebSocketFrames;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.SignInSteps;
import io.rdgateway.transport.TunnelSession;
import io.rdgateway.transport.twochannel.InConnection;
import io.rdgateway.transport.twochannel.OutLink;
import io.rdgateway.transport.twochannel.PairingTable;
import io.rdgateway.transport.websocket.WebSocketLink;
import io.rdgateway.tunnel.Ticks;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the gateway's path: the sign-in, which belongs to this connection alone and holds for
 * all its requests, and then the way each transport opens (MS-TSGU 3.3.3.1).
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

  private static final RejectReason OTHER_USER =
      new RejectReason(
          "other-user", "the sign-in is of another user than the client's certificate");

  /** How much of a chunked body may arrive while its request waits for the sign-in. */
  private static final int MAX_HELD = 64 << 10;

  private final Services services;
  private final PairingTable table;
  private final HttpFront front;
  private final TlsInfo tls;
  private final String connectionName;
  private @Nullable SignInSteps steps;
  private @Nullable UserPrincipal principal;

  /** Whom the client's certificate speaks of, before anything else is looked at. */
  private @Nullable UserPrincipal certified;

  private @Nullable AuthScheme customScheme;
  private @Nullable AuthScheme finalScheme;
  private byte @Nullable [] finalToken;
  private long signInDeadline = -1;
  private int rounds;
  private int failures;

  /** The request whose sign-in is going on, and what came behind its head. */
  private @Nullable RequestHead pendingHead;

  private boolean holds;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  GatewayPath(Services services, PairingTable table, HttpFront front, TlsInfo tls) {
    this.services = services;
    this.table = table;
    this.front = front;
    this.tls = tls;
    connectionName = services.nextConnectionId();
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
    signIn(request, head);
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

  // The sign-in.

  boolean isSignedIn() {
    return principal != null || customScheme != null;
  }

  private void signIn(GatewayRequest request, RequestHead head) throws BadRequestException {
    LoopTimers timers = services.timers(front.channel().eventLoop());
    if (signInDeadline < 0) {
      signInDeadline = Ticks.after(timers.now(), services.limits().signInTime());
    }
    rounds++;
    List<X509Certificate> chain = tls.clientCertificates();
    if (chain.isEmpty() || certified != null) {
      presentAuthorization(request, head);
    } else if (services.authenticator().schemes().contains(AuthScheme.CERTIFICATE)) {
      present(
          new Credential.ClientCertificate(AuthScheme.CERTIFICATE, chain),
          request,
          head,
          result -> certificateJudged(result, request, head));
    } else {
      reject(
          request,
          AuthScheme.CERTIFICATE,
          new RejectReason("scheme-not-offered", "client certificates are not accepted any more"));
    }
  }

  private void presentAuthorization(GatewayRequest request, RequestHead head)
      throws BadRequestException {
    Authorization authorization = Authorization.of(request, services.authenticator().schemes());
    if (authorization instanceof Authorization.Later later) {
      customScheme = later.scheme();
      principal = certified;
      open(request, head);
    } else if (authorization instanceof Authorization.Now now) {
      present(
          now.credential(),
          request,
          head,
          result -> answered(result, now.credential().scheme(), request, head));
    } else if (certified != null
        && request.authorization() == null
        && request.authScheme() == null) {
      principal = certified;
      open(request, head);
    } else {
      unauthorized(null, null);
    }
  }

  private void present(
      Credential credential,
      GatewayRequest request,
      RequestHead head,
      Consumer<AuthenticationResult> answer) {
    pendingHead = head;
    holds = head.chunked();
    front.expectAnswer();
    steps()
        .present(
            credential,
            connectionInfo(request),
            AuthenticationContext.Stage.HTTP,
            request.method() == GatewayRequest.Method.RDG_IN_DATA && !request.webSocket()
                ? Occasion.SECOND_HALF
                : Occasion.OPEN,
            null,
            Duration.ofNanos(
                Math.max(
                    1_000_000,
                    signInDeadline - services.timers(front.channel().eventLoop()).now())),
            result -> {
              pendingHead = null;
              answer.accept(result);
            });
  }

  /** The client cannot show another certificate on this connection, so a refusal is its end. */
  private void certificateJudged(
      AuthenticationResult result, GatewayRequest request, RequestHead head) {
    if (result instanceof AuthenticationResult.Accepted accepted) {
      certified = accepted.principal();
      goOn(() -> presentAuthorization(request, head));
    } else {
      front.answerAndClose(Responses.status(403, services.wallNow()).contentLength(0));
    }
  }

  private void reject(GatewayRequest request, AuthScheme scheme, RejectReason reason) {
    services.emit(
        new GatewayEvent.SignInRejected(
            services.wallNow(),
            connectionInfo(request),
            scheme,
            AuthenticationContext.Stage.HTTP,
            reason));
    front.answerAndClose(Responses.status(403, services.wallNow()).contentLength(0));
  }

  /** A part of a request's treatment that runs after an answer. */
  private interface Step {
    void run() throws BadRequestException;
  }

  private void goOn(Step step) {
    try {
      step.run();
    } catch (BadRequestException e) {
      front.refuse(e.status(), String.valueOf(e.getMessage()));
    }
  }

  private SignInSteps steps() {
    if (steps == null) {
      steps = new SignInSteps(services, front.channel().eventLoop(), tls.endPointBinding());
    }
    return steps;
  }

  private void answered(
      AuthenticationResult result, AuthScheme scheme, GatewayRequest request, RequestHead head) {
    if (result instanceof AuthenticationResult.Challenge challenge) {
      unauthorized(scheme, challenge.token());
    } else if (result instanceof AuthenticationResult.Rejected rejected) {
      failures++;
      unauthorized(scheme, rejected.finalToken());
    } else if (result instanceof AuthenticationResult.Accepted accepted) {
      UserPrincipal who = accepted.principal();
      if (certified != null && !certified.id().equals(who.id())) {
        reject(request, scheme, OTHER_USER);
        return;
      }
      principal = certified == null ? who : certified.narrowedBy(who);
      finalScheme = scheme;
      finalToken = accepted.finalToken();
      goOn(() -> open(request, head));
    }
  }

  /** Puts the mechanism's last message on the answer that ends the sign-in, once. */
  private Responses withFinalToken(Responses head) {
    if (finalScheme != null) {
      head.token(finalScheme, finalToken);
      finalToken = null;
    }
    return head;
  }

  /**
   * 401: while a mechanism is running its line alone, otherwise all that is offered; and the end
   * when there have been too many.
   */
  private void unauthorized(@Nullable AuthScheme running, byte @Nullable [] token) {
    Responses head = Responses.status(401, services.wallNow()).contentLength(0);
    if (running != null && token != null) {
      head.token(running, token);
    } else {
      head.challenges(services.authenticator().schemes(), services.settings().realm());
    }
    boolean tooMany =
        failures >= services.limits().maxFailedSignIns()
            || rounds >= services.limits().maxSignInRounds()
            || held.size() > 0
            || holds
            || services.timers(front.channel().eventLoop()).now() >= signInDeadline;
    if (tooMany) {
      front.answerAndClose(head);
    } else {
      front.answer(head.field("Connection", "Keep-Alive"), NO_BODY);
    }
  }

  @Override
  public boolean isBusy() {
    return pendingHead != null;
  }

  /**
   * The body of a chunked request may follow its head at once; nothing else may be sent before the
   * answer.
   */
  @Override
  public void onBytes(ByteBuffer in) throws BadRequestException {
    if (!holds) {
      throw new BadRequestException("bytes were sent before the sign-in was over");
    }
    if (held.size() + in.remaining() > MAX_HELD) {
      throw new BadRequestException(
          "more than " + MAX_HELD + " bytes were sent before the sign-in was over");
    }
    byte[] part = new byte[in.remaining()];
    in.get(part);
    held.writeBytes(part);
  }

  @Override
  public void close() {
    if (steps != null) {
      steps.close();
    }
    pendingHead = null;
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
        withFinalToken(
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
    front.write(withFinalToken(Responses.status(200, services.wallNow())), SEED);
    channel.pipeline().replace(front, "tunnel", link);
  }

  /** The first RDG_IN_DATA, which only signs in. */
  private void greetIn(GatewayRequest request) throws BadRequestException {
    if (!table.isWaiting(connectionId(request), owner())) {
      throw new BadRequestException("no RDG_OUT_DATA of this user waits for the connection id");
    }
    front.answer(
        withFinalToken(Responses.status(200, services.wallNow()).contentLength(0)), NO_BODY);
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
    in.start(Unpooled.wrappedBuffer(held.toByteArray()));
  }

  private static String connectionId(GatewayRequest request) throws BadRequestException {
    if (request.connectionId() == null) {
      throw new BadRequestException("there is no RDG-Connection-Id");
    }
    return request.connectionId();
  }

  private PairingTable.Owner owner() {
    return new PairingTable.Owner(principal, customScheme, front.client().getAddress());
  }

  private TunnelSession.Opening opening(GatewayRequest request) {
    return new TunnelSession.Opening(
        connectionInfo(request),
        principal,
        customScheme,
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
