/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.spi.HttpEndpoint;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints of the application on the gateway's own port. */
class EndpointTest {

  private record Endpoint(
      String path, int maxBodyBytes, Function<Request, CompletionStage<Reply>> answer)
      implements HttpEndpoint {
    @Override
    public CompletionStage<Reply> handle(Request request) {
      return answer.apply(request);
    }
  }

  private static CompletionStage<HttpEndpoint.Reply> echo(HttpEndpoint.Request request) {
    assertFalse(
        Thread.currentThread().getName().contains("EventLoop"), "hooks never run on an event loop");
    return CompletableFuture.completedFuture(
        new HttpEndpoint.Reply(200, Map.of("Content-Type", "text/plain"), request.body()));
  }

  private static TestGateway gateway(Endpoint endpoint) {
    return TestGateway.start(
        TlsSource.insecurePlainHttp(),
        new TestGateway.Passwords(),
        TestGateway.EVERYTHING,
        builder -> builder.endpoint(endpoint));
  }

  private static String post(String fields) {
    return "POST /echo?q=1 HTTP/1.1\r\nHost: gw\r\n" + fields + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
      })
  void answersAndKeepsTheConnection(String fieldsAndBody) {
    try (TestGateway gateway = gateway(new Endpoint("/echo", 5, EndpointTest::echo));
        RawClient client = gateway.connect()) {
      for (int i = 0; i < 2; i++) {
        String head = client.send("POST /echo?q=1 HTTP/1.1\r\nHost: gw\r\n" + fieldsAndBody).head();
        assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
        assertTrue(head.contains("\r\nContent-Type: text/plain\r\n"), head);
        assertArrayEquals("hello".getBytes(StandardCharsets.US_ASCII), client.bytes(5));
      }
    }
  }

  /** As old clients want it: MIT's Kerberos reads to the end of the connection. */
  @Test
  void answersHttp10AndCloses() {
    try (TestGateway gateway = gateway(new Endpoint("/echo", 5, EndpointTest::echo));
        RawClient client = gateway.connect()) {
      String head =
          client.send("POST /echo HTTP/1.0\r\nHost: gw\r\nContent-Length: 5\r\n\r\nhello").head();
      assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
      assertTrue(head.contains("\r\nConnection: close\r\n"), head);
      assertArrayEquals("hello".getBytes(StandardCharsets.US_ASCII), client.bytes(5));
      assertTrue(client.isEnded());
    }
  }

  @Test
  void http10HasNoChunks() {
    try (TestGateway gateway = gateway(new Endpoint("/echo", 5, EndpointTest::echo));
        RawClient client =
            gateway
                .connect()
                .send("POST /echo HTTP/1.0\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n")) {
      assertEquals(400, client.status());
      assertTrue(client.isEnded());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6\r\n\r\n",
        "Content-Length: 9999999999\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n6\r\nhello!\r\n",
      })
  void refusesABodyAboveTheBound(String fieldsAndBody) {
    try (TestGateway gateway = gateway(new Endpoint("/echo", 5, EndpointTest::echo));
        RawClient client =
            gateway.connect().send("POST /echo HTTP/1.1\r\nHost: gw\r\n" + fieldsAndBody)) {
      assertEquals(413, client.status());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void refusesBytesBehindTheBody() {
    CompletableFuture<HttpEndpoint.Reply> never = new CompletableFuture<>();
    try (TestGateway gateway = gateway(new Endpoint("/echo", 5, request -> never));
        RawClient client = gateway.connect().send(post("Content-Length: 0\r\n") + "x")) {
      assertEquals(400, client.status());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void cancelsAnAnswerThatNobodyWaitsFor() {
    CompletableFuture<HttpEndpoint.Request> asked = new CompletableFuture<>();
    CompletableFuture<HttpEndpoint.Reply> never = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    never.whenComplete((reply, error) -> cancelled.complete(never.isCancelled()));
    try (TestGateway gateway =
        gateway(
            new Endpoint(
                "/echo",
                5,
                request -> {
                  asked.complete(request);
                  return never;
                }))) {
      RawClient client = gateway.connect().send(post(""));
      assertEquals("q=1", asked.join().query());
      client.close();
      assertTrue(cancelled.join());
    }
  }

  @Test
  void whatAnEndpointReportsBecomesAnEvent() {
    var reply = new HttpEndpoint.Reply(204, Map.of(), new byte[0], "a visitor called x");
    try (TestGateway gateway =
            gateway(new Endpoint("/echo", 5, request -> CompletableFuture.completedFuture(reply)));
        RawClient client = gateway.connect().send(post(""))) {
      assertEquals(204, client.status());
      var event = gateway.events.await(GatewayEvent.EndpointAnswered.class, e -> true);
      assertEquals("/echo", event.path());
      assertEquals(204, event.status());
      assertEquals("a visitor called x", event.report());
    }
  }

  @Test
  void aFailureBecomesABareError() {
    try (TestGateway gateway =
            gateway(
                new Endpoint(
                    "/echo",
                    5,
                    request -> {
                      throw new IllegalStateException("secret detail");
                    }));
        RawClient client = gateway.connect().send(post(""))) {
      String head = client.head();
      assertTrue(head.startsWith("HTTP/1.1 500 "), head);
      assertFalse(head.contains("secret"), head);
      assertTrue(client.isEnded());
    }
  }

  @Test
  void refusesPathsThatCannotBe() {
    GatewayServer.Builder builder =
        GatewayServer.builder(
            TlsSource.insecurePlainHttp(), new TestGateway.Passwords(), TestGateway.EVERYTHING);
    builder.endpoint(new Endpoint("/a", 0, EndpointTest::echo));
    for (String path : new String[] {"/a", "b", "/c?d", "/RemoteDesktopGateway/"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> builder.endpoint(new Endpoint(path, 0, EndpointTest::echo)),
          path);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.endpoint(new Endpoint("/big", (1 << 20) + 1, EndpointTest::echo)));
  }
}
