/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.rdgateway.GatewayServer;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.rdpfile.RdpFile;
import io.rdgateway.rdpfile.RdpProperty;
import io.rdgateway.rdpfile.RdpSignature;
import io.rdgateway.rdpfile.RdpSigner;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.CertifiedKey;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the click on the page to the desk. */
class TokenPortalTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final byte[] HELLO = {1, 2, 3};
  private final TlsIdentity identity =
      SelfSignedCertificate.generate(
              List.of("localhost"),
              SelfSignedCertificate.KeyType.RSA_2048,
              Instant.now().minus(Duration.ofHours(1)),
              Duration.ofDays(1))
          .identity();
  private final CertifiedKey key = new CertifiedKey(identity.privateKey(), identity.chain());

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void theFileOfThePageOpensTheDeskOnce(TransportKind transport) throws Exception {
    TokenKeys keys = new TokenKeys(TokenKey.hmac("k1", new byte[32]));
    try (ServerSocket desk = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var desks =
          Map.of("alice", InetSocketAddress.createUnresolved("127.0.0.1", desk.getLocalPort()));
      try (GatewayServer gateway = TokenPortal.gateway(key, ANY_PORT, keys)) {
        int port = gateway.addresses().get(0).getPort();
        HttpServer web = HttpServer.create(ANY_PORT, 0);
        TokenPortal.page(
            web,
            (user, word) -> word.equals("right"),
            desks,
            new TokenIssuer(keys),
            RdpFile.builder().gateway("localhost", port).build(),
            new RdpSigner(key));
        try {
          assertEquals(401, get(web, "alice", "wrong").statusCode());
          assertEquals(401, get(web, "eve", "right").statusCode());
          HttpResponse<byte[]> answer = get(web, "alice", "right");
          assertEquals(200, answer.statusCode());
          assertEquals(
              RdpFile.MEDIA_TYPE, answer.headers().firstValue("Content-Type").orElseThrow());

          RdpFile file = RdpFile.parse(answer.body());
          RdpSignature.verify(file).requireTrusted(identity.chain(), Instant.now());
          String token = file.text(RdpProperty.GATEWAY_ACCESS_TOKEN).orElseThrow();
          CompletableFuture<Void> served = CompletableFuture.runAsync(() -> echoOnce(desk));
          try (GatewayChannel channel =
              client(port, transport, token).open("127.0.0.1", desk.getLocalPort())) {
            channel.output().write(HELLO);
            assertArrayEquals(HELLO, channel.input().readNBytes(HELLO.length));
          }
          served.get(30, TimeUnit.SECONDS);

          refused(0x800759F8, client(port, transport, token), desk.getLocalPort());
          refused(0x800759F8, client(port, transport, spoilt(token)), desk.getLocalPort());
          refused(0x800759F7, client(port, transport, token + "="), desk.getLocalPort());
          String another =
              RdpFile.parse(get(web, "alice", "right").body())
                  .text(RdpProperty.GATEWAY_ACCESS_TOKEN)
                  .orElseThrow();
          refused(0x800759DA, client(port, transport, another), port);
        } finally {
          web.stop(0);
        }
      }
    }
  }

  /** The first character of the signature is another one: one bit of the signature differs. */
  private static String spoilt(String token) {
    int at = token.lastIndexOf('.') + 1;
    char other = token.charAt(at) == 'A' ? 'Q' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static HttpResponse<byte[]> get(HttpServer web, String user, String word)
      throws Exception {
    String proof = Base64.getEncoder().encodeToString((user + ":" + word).getBytes(UTF_8));
    URI uri = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/desk.rdp");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Authorization", "Basic " + proof).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void echoOnce(ServerSocket desk) {
    try (Socket peer = desk.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void refused(int code, GatewayClient client, int port) {
    var refusal = assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", port));
    assertEquals(code, refusal.resultCode().orElseThrow(), refusal.getMessage());
  }

  private GatewayClient client(int port, TransportKind transport, String token) {
    return GatewayClient.builder("localhost", port)
        .connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .trust(identity.certificate())
        .credentials(ClientCredentials.paa(token))
        .transport(transport)
        .build();
  }
}
