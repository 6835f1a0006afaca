/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.GatewayEvent;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.spi.HttpEndpoint;
import io.rdgateway.transport.Services;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests to the endpoints of the application. */
final class EndpointPath implements HttpFront.Path {
  private final Services services;
  private final HttpFront front;
  private @Nullable EndpointExchange exchange;
  private @Nullable HookCall<HttpEndpoint.Reply> pending;

  EndpointPath(Services services, HttpFront front) {
    this.services = services;
    this.front = front;
  }

  @Override
  public void onRequest(RequestHead head) throws BadRequestException {
    HttpEndpoint endpoint =
        Objects.requireNonNull(services.settings().endpoints().get(head.path()));
    exchange = new EndpointExchange(endpoint, head);
    callWhenComplete(exchange);
    if (pending == null) {
      front.expectBody();
    }
  }

  @Override
  public void onBytes(ByteBuffer in) throws BadRequestException {
    EndpointExchange current = exchange;
    if (current != null && pending == null) {
      current.feed(in);
      callWhenComplete(current);
    }
  }

  private void callWhenComplete(EndpointExchange current) {
    if (!current.isComplete()) {
      return;
    }
    front.expectAnswer();
    HttpEndpoint.Request request = current.request(front.client());
    pending =
        services.call(
            HookKind.ENDPOINT,
            front.channel().eventLoop(),
            services.limits().signInTime(),
            () -> current.endpoint().handle(request),
            reply -> reply(current, reply),
            this::failed);
  }

  private void reply(EndpointExchange current, HttpEndpoint.Reply reply) {
    finish();
    String report = reply.report();
    if (report != null) {
      services.emit(
          new GatewayEvent.EndpointAnswered(
              services.wallNow(),
              front.client(),
              current.endpoint().path(),
              reply.status(),
              report));
    }
    Responses head =
        Responses.status(reply.status(), services.wallNow()).contentLength(reply.body().length);
    reply.headers().forEach(head::field);
    if (current.isLast()) {
      front.answerAndClose(head, reply.body());
    } else {
      front.answer(head, reply.body());
    }
  }

  private void failed(HookFailure failure) {
    finish();
    int status = failure.kind() == HookFailure.Kind.OVERLOADED ? 503 : 500;
    front.answerAndClose(Responses.status(status, services.wallNow()).contentLength(0));
  }

  private void finish() {
    exchange = null;
    pending = null;
  }

  @Override
  public boolean isBusy() {
    return exchange != null;
  }

  @Override
  public void close() {
    if (pending != null) {
      pending.cancel();
    }
    finish();
  }
}
