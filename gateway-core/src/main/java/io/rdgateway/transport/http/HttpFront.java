/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.rdgateway.GatewayEvent;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.protocol.RequestHeadParser;
import io.rdgateway.spi.HttpEndpoint;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.timer.Timed;
import io.rdgateway.transport.Admission;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.twochannel.PairingTable;
import io.rdgateway.tunnel.Ticks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a new connection: collects request heads, one at a time, and lets the
 * gateway's path or an endpoint answer them. It leaves the pipeline when a tunnel takes the
 * connection over. While an answer is pending, a client has nothing to send: bytes that come all
 * the same end the connection.
 */
public final class HttpFront extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  private final Services services;
  private final Channel channel;
  private final Admission.Place place;
  private final ClientAddress client;
  private final LoopTimers timers;
  private final RequestHeadParser parser;
  private final Deadline deadline = new Deadline();
  private final GatewayPath gatewayPath;
  private final EndpointPath endpointPath;
  private boolean secured;
  private boolean over;
  private @Nullable Consumer<ByteBuf> successor;

  /** What handles a request; the front feeds it what follows the head. */
  interface Path {
    /** Takes a request. */
    void onRequest(RequestHead head) throws BadRequestException;

    /**
     * Takes bytes that follow the head of a request that is not answered yet.
     *
     * @param in consumed as far as they belong to the request
     */
    void onBytes(ByteBuffer in) throws BadRequestException;

    /** Whether a request is not answered yet. */
    boolean isBusy();

    /** The connection has ended. */
    void close();
  }

  /**
   * The front of an accepted connection.
   *
   * @param channel the connection
   * @param place its place among the connections that have no tunnel
   * @param client where it comes from
   * @param tls what the handshake settles
   * @param plain whether the connection has no TLS of ours
   */
  public HttpFront(
      Services services,
      PairingTable table,
      Channel channel,
      Admission.Place place,
      ClientAddress client,
      TlsInfo tls,
      boolean plain) {
    this.services = services;
    this.channel = channel;
    this.place = place;
    this.client = client;
    timers = services.timers(channel.eventLoop());
    parser = new RequestHeadParser(services.limits().maxHeadBytes());
    gatewayPath = new GatewayPath(services, table, this, tls);
    endpointPath = new EndpointPath(services, this);
    secured = plain;
    if (plain) {
      expectRequest();
    }
  }

  Channel channel() {
    return channel;
  }

  InetSocketAddress client() {
    return client.get();
  }

  Admission.Place place() {
    return place;
  }

  // Reading.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      read(bytes);
      if (successor != null && bytes.isReadable()) {
        successor.accept(bytes.retain()); // what follows the head in the same record
      }
    } catch (BadRequestException e) {
      refuse(e.status(), String.valueOf(e.getMessage()));
    } finally {
      bytes.release();
    }
  }

  private void read(ByteBuf bytes) throws BadRequestException {
    while (bytes.isReadable() && !over) {
      ByteBuffer in = bytes.nioBuffer();
      int start = in.position();
      Path busy = busyPath();
      if (busy == null) {
        RequestHead head = parser.feed(in);
        bytes.skipBytes(in.position() - start);
        if (head != null) {
          dispatch(head, bytes);
        }
      } else {
        busy.onBytes(in);
        int taken = in.position() - start;
        if (taken == 0 && busyPath() != null) {
          throw new BadRequestException("bytes were sent before the request was answered");
        }
        bytes.skipBytes(taken);
      }
    }
  }

  private @Nullable Path busyPath() {
    if (gatewayPath.isBusy()) {
      return gatewayPath;
    }
    return endpointPath.isBusy() ? endpointPath : null;
  }

  private void dispatch(RequestHead head, ByteBuf rest) throws BadRequestException {
    deadline.set(Timed.NEVER);
    if (!client.accepts(head, services.limits())) {
      over = true;
      services.emit(
          new GatewayEvent.ConnectionRefused(
              services.wallNow(), client.get(), "maxUnauthenticatedPerAddress"));
      channel.close();
      return;
    }
    if (GatewayRequest.isGatewayPath(head.path())) {
      if (head.http10()) {
        throw new BadRequestException(505, "the gateway's path is not for HTTP/1.0");
      }
      gatewayPath.onRequest(head);
      if (!over && busyPath() == null && rest.isReadable() && !gatewayPath.isSignedIn()) {
        throw new BadRequestException("bytes were sent before the sign-in was over");
      }
      return;
    }
    HttpEndpoint endpoint = services.settings().endpoints().get(head.path());
    if (endpoint == null) {
      // RPC over HTTP as well: clients that fall back to it shall see an error soon. No event,
      // since every scanner comes here.
      answerAndClose(Responses.status(404, services.wallNow()).contentLength(0));
    } else {
      endpointPath.onRequest(head);
    }
  }

  // Answering.

  /** Answers and expects the next request. */
  void answer(Responses head, byte[] body) {
    write(head, body);
    expectRequest();
  }

  /** Answers and closes. */
  void answerAndClose(Responses head) {
    answerAndClose(head, new byte[0]);
  }

  /** Answers and closes. */
  void answerAndClose(Responses head, byte[] body) {
    if (over) {
      return;
    }
    over = true;
    deadline.set(Ticks.after(timers.now(), services.limits().closeTime()));
    ByteBuf bytes = Unpooled.wrappedBuffer(head.close().bytes(), body);
    channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
  }

  /** A request that is not allowed: answered, reported, closed. */
  void refuse(int status, String explanation) {
    if (!over) {
      services.emit(
          new GatewayEvent.RequestRefused(services.wallNow(), client.get(), status, explanation));
      answerAndClose(Responses.status(status, services.wallNow()).contentLength(0));
    }
  }

  /** Answers without another request to come on this handler. */
  void write(Responses head, byte[] body) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(head.bytes(), body), channel.voidPromise());
  }

  /**
   * Another handler takes the connection over, with its place.
   *
   * @param bytes takes what was read behind the head, and the buffer
   */
  void handOver(Consumer<ByteBuf> bytes) {
    over = true;
    successor = bytes;
    deadline.set(Timed.NEVER);
    gatewayPath.close();
  }

  private void expectRequest() {
    deadline.set(Ticks.after(timers.now(), services.limits().requestTime()));
  }

  /** The body of a request is due. */
  void expectBody() {
    expectRequest();
  }

  /** An answer is pending; the hooks have deadlines of their own. */
  void expectAnswer() {
    deadline.set(Timed.NEVER);
  }

  // The life of the connection.

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion
        && completion.isSuccess()
        && !secured) {
      secured = true;
      expectRequest();
    } else if (event instanceof SslCloseCompletionEvent) {
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over = true;
    deadline.set(Timed.NEVER);
    gatewayPath.close();
    endpointPath.close();
    place.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException || cause instanceof IOException) {
      LOG.debug("{} was closed before a request: {}", client.get(), cause.toString());
    } else {
      LOG.warn("a connection ends by a failure of the gateway", cause);
    }
    ctx.close();
  }

  /** Ends a connection that does not send its next request in time. */
  private final class Deadline extends Timed {
    private long at = NEVER;

    void set(long tick) {
      at = tick;
      timers.update(this);
    }

    @Override
    protected long nextDeadline() {
      return at;
    }

    @Override
    protected void onTick(long now) {
      at = NEVER;
      LOG.debug("{} did not send its request in time", client.get());
      channel.close();
    }
  }
}
