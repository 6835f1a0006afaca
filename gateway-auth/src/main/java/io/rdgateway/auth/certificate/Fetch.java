/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to an authority, bounded in size and time, from the connection to the last byte.
 * Follows no redirect and presents no credentials, whatever the application has set up for others.
 */
final class Fetch {
  /** Without an authenticator of its own it answers nobody's question for a password. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private Fetch() {}

  /** Whether we speak the scheme. Active Directory also names {@code ldap:} places. */
  static boolean isPossible(String uri) {
    return uri.regionMatches(true, 0, "http://", 0, 7)
        || uri.regionMatches(true, 0, "https://", 0, 8);
  }

  static byte[] get(String uri, int maxBytes, Budget budget)
      throws IOException, InterruptedException {
    return ask(to(uri), maxBytes, budget);
  }

  static byte[] post(String uri, byte[] body, String type, int maxBytes, Budget budget)
      throws IOException, InterruptedException {
    return ask(
        to(uri).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)),
        maxBytes,
        budget);
  }

  private static HttpRequest.Builder to(String uri) throws IOException {
    try {
      return HttpRequest.newBuilder(URI.create(uri));
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address", e);
    }
  }

  private static byte[] ask(HttpRequest.Builder request, int maxBytes, Budget budget)
      throws IOException, InterruptedException {
    int millis = budget.millisLeft();
    CompletableFuture<HttpResponse<byte[]>> pending =
        CLIENT.sendAsync(request.build(), head -> new AtMost(maxBytes));
    try {
      HttpResponse<byte[]> response = pending.get(millis, TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("the status is " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("the time for asking the authority is over", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      pending.cancel(true); // closes the connection if the answer is not complete
    }
  }

  /** Collects a body, and gives up when it is larger than allowed. */
  private static final class AtMost implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final int max;
    private long received;
    private Flow.@Nullable Subscription subscription;

    AtMost(int max) {
      this.max = max;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription granted) {
      subscription = granted;
      whole.onSubscribe(granted);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      received += parts.stream().mapToLong(ByteBuffer::remaining).sum();
      if (received <= max) {
        whole.onNext(parts);
      } else if (subscription != null) {
        subscription.cancel();
        whole.onError(new IOException("the answer is longer than " + max + " bytes"));
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.onError(failure);
    }

    @Override
    public void onComplete() {
      whole.onComplete();
    }
  }
}
