/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Something else that is served on the gateway's own port, such as {@code /KdcProxy} or a page.
 * Unauthenticated: what needs a sign-in does it itself. Thread-safe; called on a hook executor.
 */
public interface HttpEndpoint {

  /**
   * The path, compared exactly.
   *
   * @return starts with a slash, without a query; never the gateway's own path
   */
  String path();

  /**
   * How large the body of a request may be. A larger one is answered with 413 and never reaches the
   * endpoint.
   *
   * @return bytes, 0 to 1 MiB
   */
  int maxBodyBytes();

  /**
   * Answers a request.
   *
   * @param request the whole request
   * @return the reply to come; a failure becomes a bare 500
   */
  CompletionStage<Reply> handle(Request request);

  /**
   * A request.
   *
   * @param method for example {@code POST}
   * @param query the part after the question mark, undecoded; empty without one
   * @param headers lower-case names; the first value of each
   * @param body at most {@link #maxBodyBytes()}
   * @param clientAddress where it comes from
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Request(
      String method,
      String query,
      Map<String, String> headers,
      byte[] body,
      InetSocketAddress clientAddress) {
    /** Copies the headers. */
    public Request {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return method + " (" + body.length + " bytes)";
    }
  }

  /**
   * A reply.
   *
   * @param status 200 to 599
   * @param headers further fields; lengths and connection handling belong to core
   * @param body the body, possibly empty
   * @param report one sentence for the listener, without secrets; it may quote the client, since
   *     events are escaped; null, and there is no event
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Reply(int status, Map<String, String> headers, byte[] body, @Nullable String report) {
    /** A reply without an event. */
    public Reply(int status, Map<String, String> headers, byte[] body) {
      this(status, headers, body, null);
    }

    /** Copies and checks the headers. */
    public Reply {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("the status must be 200 to 599, not " + status);
      }
      headers = Map.copyOf(headers);
      headers.forEach(
          (name, value) -> {
            if (!name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
                || !value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127 && c < 256))) {
              throw new IllegalArgumentException(
                  "a header of the reply has an illegal character: " + name);
            }
          });
    }

    @Override
    public String toString() {
      return status + " (" + body.length + " bytes)";
    }
  }
}
