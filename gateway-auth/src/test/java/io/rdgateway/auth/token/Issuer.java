/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An identity provider on loopback, well-behaved or not. */
final class Issuer implements AutoCloseable {
  static final String NAME = "https://issuer.example";
  static final String AUDIENCE = "gw.example";
  static final RSAKey RSA = rsa("r1");
  static final ECKey EC = ec("e1");

  final List<JWK> published = new ArrayList<>(List.of(RSA, EC));
  final AtomicInteger fetches = new AtomicInteger();
  volatile Mood mood = Mood.WELL;

  private final CountDownLatch never = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** How it answers. */
  enum Mood {
    WELL,
    BROKEN,
    REDIRECTING,
    HUGE,
    GARBAGE,
    SLOW_HEAD,
    SLOW_BODY
  }

  Issuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = body();
          switch (mood) {
            case WELL, HUGE, GARBAGE -> exchange.sendResponseHeaders(200, body.length);
            case BROKEN -> exchange.sendResponseHeaders(500, body.length);
            case REDIRECTING -> {
              exchange.getResponseHeaders().set("Location", uri() + "?well");
              exchange.sendResponseHeaders(302, body.length);
            }
            case SLOW_HEAD -> hang();
            case SLOW_BODY -> {
              exchange.sendResponseHeaders(200, body.length + 1);
              exchange.getResponseBody().write(body);
              exchange.getResponseBody().flush();
              hang();
            }
          }
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private byte[] body() {
    String text =
        switch (mood) {
          case HUGE -> "{\"keys\":[]," + "\"x\":\"" + "y".repeat(600 * 1024) + "\"}";
          case GARBAGE -> "[[[";
          default -> new JWKSet(published).toString(true);
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  JwtTokens tokens(JwtClaims mapping) {
    return JwtTokens.of(NAME, AUDIENCE, uri(), mapping).withClock(() -> Tokens.START);
  }

  static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** Claims that are good at the start of the tests, and further ones as JSON. */
  static String claims(String more) {
    long now = Tokens.START.getEpochSecond();
    return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"s1\",\"exp\":%d,\"iat\":%d%s}"
        .formatted(NAME, AUDIENCE, now + 300, now, more.isEmpty() ? "" : "," + more);
  }

  static String signed(JWK key, String claims) {
    JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    return signed(
        "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, key.getKeyID()), key, claims);
  }

  /** A token whose header and claims are what the test says, signed properly. */
  static String signed(String header, JWK key, String claims) {
    return signed(header, key, null, claims);
  }

  static String signed(String header, JWK key, @Nullable JWSAlgorithm algorithm, String claims) {
    String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
    try {
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
      JWSAlgorithm by =
          algorithm != null
              ? algorithm
              : key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
      return input
          + "."
          + signer.sign(new JWSHeader(by), input.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    never.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
