/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import io.rdgateway.GatewayServer;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRequest;
import io.rdgateway.rdpfile.RdpEncoding;
import io.rdgateway.rdpfile.RdpFile;
import io.rdgateway.rdpfile.RdpSigner;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.tls.CertifiedKey;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

/** A page whose users click on a file and are at their desks: a token in it is their password. */
public final class TokenPortal {
  /** The policy is as wide as can be: core lets nobody go beyond what a token names. */
  static GatewayServer gateway(CertifiedKey key, InetSocketAddress at, TokenKeys keys) {
    return GatewayServer.builder(
            TlsSource.of(key.privateKey(), key.chain()),
            AccessTokenAuthenticator.paa(new PaaTokens(keys, new LocalTokenMemory())),
            AuthorizationPolicy.of(
                tunnel -> Decision.allow(TunnelGrant.withoutRedirection()),
                channel -> Decision.allow(new ChannelGrant(true, Map.of()))))
        .bind(at)
        .build()
        .start();
  }

  /** Serve it by HTTPS where it leaves the machine, since whoever has the file is let in. */
  static void page(
      HttpServer web,
      BiPredicate<String, String> users,
      Map<String, InetSocketAddress> desks,
      TokenIssuer issuer,
      RdpFile template,
      RdpSigner signer) {
    web.createContext(
            "/desk.rdp",
            exchange -> {
              String user = exchange.getPrincipal().getUsername();
              InetSocketAddress desk = Objects.requireNonNull(desks.get(user));
              String host = desk.getHostString();
              var request = TokenRequest.of(user, host, desk.getPort());
              String token = issuer.issue(request).text();
              var file = template.toBuilder().host(host, desk.getPort()).accessToken(token);
              byte[] body = signer.sign(file.build()).toBytes(RdpEncoding.UTF_16LE);
              exchange.getResponseHeaders().set("Content-Type", RdpFile.MEDIA_TYPE);
              exchange.getResponseHeaders().set("Cache-Control", "no-store");
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            })
        .setAuthenticator(
            new BasicAuthenticator("desks") {
              @Override
              public boolean checkCredentials(String user, String word) {
                return desks.containsKey(user) && users.test(user, word);
              }
            });
    web.start();
  }

  /** Arguments: certificate chain, its RSA key, the gateway's name, alice's host, her password. */
  public static void main(String... args) throws Exception {
    CertifiedKey key = CertifiedKey.pem(Path.of(args[0]), Path.of(args[1]));
    TokenKeys keys = new TokenKeys(TokenKey.hmac("k1", SecureRandom.getSeed(32)));
    RdpFile template = RdpFile.builder().gateway(args[2], 443).build();
    var desk = new InetSocketAddress(InetAddress.getAllByName(args[3])[0], 3389);
    byte[] known = args[4].getBytes(UTF_8); // a real application asks its own users here
    BiPredicate<String, String> users =
        (user, word) -> MessageDigest.isEqual(known, word.getBytes(UTF_8));
    var web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), 0);
    page(web, users, Map.of("alice", desk), new TokenIssuer(keys), template, new RdpSigner(key));
    gateway(key, new InetSocketAddress(443), keys); // both run until Ctrl-C
  }
}
