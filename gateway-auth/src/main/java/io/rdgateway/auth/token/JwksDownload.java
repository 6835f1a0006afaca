/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jose.jwk.JWKSet;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads a set of keys: over TLS, without redirects, within bounds of size and time. */
final class JwksDownload implements JwksSource.Fetcher {
  private static final int MAX_BYTES = 512 * 1024;
  private static final int MAX_KEYS = 100;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

  private final URI uri;
  private final Duration bound;
  private final HttpClient client;

  JwksDownload(URI uri, Duration bound) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null
        || !(scheme.equals("https")
            || (scheme.equals("http") && LOOPBACK.contains(uri.getHost())))) {
      throw new ConfigurationException(
          "The keys of a token issuer cannot come from "
              + uri
              + "; give an https address (http for 127.0.0.1 and [::1] alone).");
    }
    this.uri = uri;
    this.bound = bound;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(bound)
            .build();
  }

  @Override
  public CompletableFuture<JWKSet> fetch() {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(bound).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request, head -> new BoundedBody(MAX_BYTES));
    // The timeout of the request ends with the head of the answer; this one covers the body.
    return pending
        .copy()
        .orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, failure) -> pending.cancel(true))
        .handle(
            (response, failure) -> {
              try {
                if (failure != null) {
                  throw failed(failure);
                }
                return keys(response);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  private IOException failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new IOException(
        cause instanceof TimeoutException
            ? "the keys of the issuer did not come within " + bound
            : "the keys of the issuer did not come: " + cause,
        cause);
  }

  private static JWKSet keys(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException("the address of the issuer's keys answers " + response.statusCode());
    }
    try {
      JWKSet keys = JWKSet.parse(new String(response.body(), StandardCharsets.UTF_8));
      if (keys.size() > MAX_KEYS) {
        throw new IOException("the issuer publishes more than " + MAX_KEYS + " keys");
      }
      return keys;
    } catch (ParseException | RuntimeException e) {
      throw new IOException("the address of the issuer's keys answers no JWK set", e);
    }
  }
}
