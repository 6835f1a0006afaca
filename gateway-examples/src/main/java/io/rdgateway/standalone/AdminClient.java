/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.rdgateway.spi.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Talks to the admin listener of a running gateway. */
final class AdminClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final int UNAUTHORIZED = 401;
  private static final int REFUSED = 300;

  private final URI base;
  private final AdminSecret secret;
  private final HttpClient http;

  /**
   * A client.
   *
   * @param url where the listener is
   * @param secret what the listener wants to know
   * @param trusted a file with certificates that sign the listener's; null for those of the JVM
   */
  AdminClient(String url, AdminSecret secret, @Nullable Path trusted) {
    base = base(url);
    this.secret = secret;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (trusted != null) {
      builder.sslContext(trusting(trusted));
    }
    http = builder.build();
  }

  private static URI base(String url) {
    String remedy = "; write http://127.0.0.1:8444 or https://HOST:PORT.";
    try {
      URI uri = URI.create(url);
      if (uri.getHost() == null
          || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))) {
        throw new ConfigurationException(
            "--admin does not understand \"" + Printable.text(url) + "\"" + remedy);
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "--admin does not understand \"" + Printable.text(url) + "\"" + remedy, e);
    }
  }

  private static SSLContext trusting(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      List<Certificate> certificates =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("c" + i, certificates.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          "The certificates in " + file + " cannot be used (" + e + "); name a PEM file.", e);
    }
  }

  /**
   * Asks.
   *
   * @param path behind the root of the API
   * @param body null without one
   * @return what the listener answers
   * @throws ConfigurationException if it is not there or refuses
   */
  JsonNode ask(String method, String path, @Nullable JsonNode body) throws InterruptedException {
    HttpResponse<byte[]> response = send(method, path, body);
    JsonNode answer = json(response);
    if (response.statusCode() == UNAUTHORIZED) {
      throw new ConfigurationException(
          "The gateway at "
              + base
              + " does not know this secret; name the file that its"
              + " configuration names with --secret-file.");
    }
    if (response.statusCode() >= REFUSED && answer.has("error")) {
      throw new ConfigurationException(
          "The gateway refused: " + Printable.whole(answer.path("error").asText()) + ".");
    }
    return answer;
  }

  private JsonNode json(HttpResponse<byte[]> response) {
    try {
      return AdminJson.read(response.body());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "What answers at " + base + " is no admin listener of this gateway.", e);
    }
  }

  private HttpResponse<byte[]> send(String method, String path, @Nullable JsonNode body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(AdminApi.ROOT + path))
            .timeout(ANSWER)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        AdminJson.text(body), StandardCharsets.US_ASCII));
    request.header("Authorization", secret.authorization());
    String operator = System.getProperty("user.name", "");
    if (operator.matches("[!-~]{1,64}")) {
      request.header("X-Operator", operator);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (ConnectException e) {
      throw new ConfigurationException(
          "Nothing listens at "
              + base
              + "; start the gateway with an admin listener, or say with --admin where it is.",
          e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The admin listener at " + base + " did not answer (" + e + ").", e);
    }
  }
}
