/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.rdgateway.auth.token.JwtClaims;
import io.rdgateway.auth.token.JwtTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** An identity provider that publishes its key on loopback. */
final class JwtIssuer implements AutoCloseable {
  private static final String NAME = "https://issuer.test";
  private static final String AUDIENCE = "gateway.test";

  private final HttpServer server;
  private final RSAKey key;

  private JwtIssuer(HttpServer server, RSAKey key) {
    this.server = server;
    this.key = key;
  }

  static JwtIssuer start() throws IOException, JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("key-1").generate();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] published = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, published.length);
          exchange.getResponseBody().write(published);
          exchange.close();
        });
    server.start();
    return new JwtIssuer(server, key);
  }

  JwtTokens tokens() {
    return JwtTokens.of(
        NAME,
        AUDIENCE,
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys"),
        JwtClaims.standard().withHosts("hosts"));
  }

  /** A token for alice. */
  String issue(String host, Duration validFor) throws JOSEException {
    Instant now = Instant.now();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject("subject-1")
                .claim("preferred_username", TestGateway.USER)
                .claim("hosts", host)
                .expirationTime(Date.from(now.plus(validFor)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
