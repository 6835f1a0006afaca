/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.GatewayEvent;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.SignInSteps;
import io.rdgateway.tunnel.Ticks;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in of one connection to the gateway's path, which holds for all its requests: by the
 * certificate of its handshake, by the {@code Authorization} of its requests, or by both. Belongs
 * to the connection's event loop.
 */
final class RequestSignIn {
  private static final byte[] NO_BODY = {};

  private static final RejectReason OTHER_USER =
      new RejectReason(
          "other-user", "the sign-in is of another user than the client's certificate");

  /** How much of a chunked body may arrive while its request waits for the sign-in. */
  private static final int MAX_HELD = 64 << 10;

  private final Services services;
  private final HttpFront front;
  private final TlsInfo tls;
  private final Function<GatewayRequest, ConnectionInfo> connection;
  private final Next next;
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

  /** Where a request goes whose connection has signed in. */
  interface Next {
    void open(GatewayRequest request, RequestHead head) throws BadRequestException;
  }

  RequestSignIn(
      Services services,
      HttpFront front,
      TlsInfo tls,
      Function<GatewayRequest, ConnectionInfo> connection,
      Next next) {
    this.services = services;
    this.front = front;
    this.tls = tls;
    this.connection = connection;
    this.next = next;
  }

  /** Whether the requests of this connection may go on. */
  boolean isSignedIn() {
    return principal != null || customScheme != null;
  }

  /** Judges what a request presents, and goes on with it if that is enough. */
  void judge(GatewayRequest request, RequestHead head) throws BadRequestException {
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
      next.open(request, head);
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
      next.open(request, head);
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
            connection.apply(request),
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
            connection.apply(request),
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
      goOn(() -> next.open(request, head));
    }
  }

  /** Puts the mechanism's last message on the answer that ends the sign-in, once. */
  Responses withFinalToken(Responses head) {
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

  /** Whether an answer is pending. */
  boolean isBusy() {
    return pendingHead != null;
  }

  /**
   * The body of a chunked request may follow its head at once; nothing else may be sent before the
   * answer.
   */
  void onBytes(ByteBuffer in) throws BadRequestException {
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

  /** The connection has ended, or belongs to a tunnel. */
  void close() {
    if (steps != null) {
      steps.close();
    }
    pendingHead = null;
  }

  /** Who has signed in; null with a custom scheme alone, which signs in later. */
  @Nullable UserPrincipal principal() {
    return principal;
  }

  /** The scheme by which the client signs in later; null without one. */
  @Nullable AuthScheme customScheme() {
    return customScheme;
  }

  /** What has come of the body behind the head that signed in. */
  byte[] heldBody() {
    return held.toByteArray();
  }
}
