/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.ChunkReader;
import io.rdgateway.protocol.FramingException;
import io.rdgateway.protocol.PayloadReader;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.spi.HttpEndpoint;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects one request to an endpoint of the application, within its bounds. */
final class EndpointExchange implements PayloadReader.Sink {
  private final HttpEndpoint endpoint;
  private final RequestHead head;
  private final @Nullable ChunkReader chunks;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean tooLarge;
  private boolean complete;

  EndpointExchange(HttpEndpoint endpoint, RequestHead head) throws BadRequestException {
    this.endpoint = endpoint;
    this.head = head;
    chunks = head.chunked() ? new ChunkReader() : null;
    complete = !head.hasBody();
    if (head.field("expect") != null) {
      throw new BadRequestException(417, "an Expect field");
    }
    if (head.contentLength() > endpoint.maxBodyBytes()) {
      throw tooLarge();
    }
  }

  /** Whether the client waits for the end of the connection. */
  boolean isLast() {
    return head.http10();
  }

  HttpEndpoint endpoint() {
    return endpoint;
  }

  /** Takes bytes of the body, at most to its end. */
  void feed(ByteBuffer in) throws BadRequestException {
    if (chunks == null) {
      int limit = in.limit();
      int count = (int) Math.min(in.remaining(), head.contentLength() - body.size());
      in.limit(in.position() + count);
      payload(in);
      in.limit(limit);
      complete = body.size() == head.contentLength();
      return;
    }
    try {
      chunks.feed(in, this);
    } catch (FramingException | WireFormatException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
    if (tooLarge) {
      throw tooLarge();
    }
  }

  private BadRequestException tooLarge() {
    return new BadRequestException(
        413, "the body has more than " + endpoint.maxBodyBytes() + " bytes");
  }

  @Override
  public boolean payload(ByteBuffer bytes) {
    if (body.size() + bytes.remaining() > endpoint.maxBodyBytes()) {
      tooLarge = true;
      return false;
    }
    byte[] part = new byte[bytes.remaining()];
    bytes.get(part);
    body.writeBytes(part);
    return true;
  }

  @Override
  public void ping(byte[] payload) {
    throw new IllegalStateException("chunks have no pings");
  }

  @Override
  public void end() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  HttpEndpoint.Request request(InetSocketAddress client) {
    Map<String, String> headers = new HashMap<>();
    head.fields().forEach(field -> headers.putIfAbsent(field.name(), field.value()));
    return new HttpEndpoint.Request(
        head.method(), head.query(), headers, body.toByteArray(), client);
  }
}
