/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static io.rdgateway.auth.radius.Radius.FIRST;
import static io.rdgateway.auth.radius.Radius.SECOND;
import static io.rdgateway.auth.radius.Radius.SECRET;
import static io.rdgateway.auth.radius.Radius.asking;
import static io.rdgateway.auth.radius.Radius.assertWaiting;
import static io.rdgateway.auth.radius.Radius.client;
import static io.rdgateway.auth.radius.Radius.code;
import static io.rdgateway.auth.radius.Radius.failure;
import static io.rdgateway.auth.radius.Radius.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the server's own answer is believed; anything else is as if it had not come. */
class ReplyVerificationTest {
  private final ManualLoop loop = new ManualLoop();

  static Stream<Arguments> forgeries() {
    return Stream.of(
        forgery("another identifier", request -> changed(accept(request), 1, 1)),
        forgery("a wrong response authenticator", request -> changed(accept(request), 4, 1)),
        forgery("another secret", request -> Wire.signed("another-secret-1", 2, request)),
        forgery(
            "the published BlastRADIUS condition: a valid response authenticator, and no"
                + " Message-Authenticator",
            request -> Wire.unsigned(Code.ACCESS_ACCEPT, request)),
        forgery(
            "the same with the echo of a Proxy-State",
            request ->
                Wire.unsigned(
                    Code.ACCESS_ACCEPT, request, Wire.attribute(AttributeType.PROXY_STATE, "x"))),
        forgery(
            "a Proxy-State that nobody sent",
            request ->
                Wire.reply(
                    Code.ACCESS_ACCEPT, request, Wire.attribute(AttributeType.PROXY_STATE, "x"))),
        forgery(
            "a wrong Message-Authenticator",
            request ->
                Wire.unsigned(Code.ACCESS_ACCEPT, request, Wire.attribute(80, new byte[16]))),
        forgery(
            "a short Message-Authenticator",
            request -> Wire.unsigned(Code.ACCESS_ACCEPT, request, Wire.attribute(80, new byte[8]))),
        forgery(
            "two Message-Authenticators",
            request -> Wire.reply(Code.ACCESS_ACCEPT, request, Wire.attribute(80, new byte[16]))),
        forgery("a kind that is no answer", request -> Wire.reply(5, request)),
        forgery("the request itself", request -> request),
        forgery("a cut packet", request -> Arrays.copyOf(accept(request), 30)),
        forgery("nothing", request -> new byte[0]));
  }

  private static Arguments forgery(String name, UnaryOperator<byte[]> forge) {
    return Arguments.of(name, forge);
  }

  private static byte[] accept(byte[] request) {
    return Wire.reply(Code.ACCESS_ACCEPT, request);
  }

  private static byte[] changed(byte[] packet, int at, int by) {
    packet[at] ^= (byte) by;
    return packet;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void aForgeryIsDroppedAndTheRightAnswerStillCounts(String name, UnaryOperator<byte[]> forge) {
    CompletableFuture<Reply> answer = client(loop, server(FIRST)).ask(asking("alice"));
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port().receive(forge.apply(sent.bytes()));
    assertWaiting(answer);
    sent.port().receive(Wire.reply(Code.ACCESS_REJECT, sent.bytes()));
    assertEquals(Code.ACCESS_REJECT, code(answer));
  }

  @ParameterizedTest
  @MethodSource("forgedSources")
  void aReplyFromAnywhereElseIsDropped(InetSocketAddress source) {
    CompletableFuture<Reply> answer = client(loop, server(FIRST)).ask(asking("alice"));
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port().receiveFrom(source, accept(sent.bytes()));
    assertWaiting(answer);
    sent.port().receive(accept(sent.bytes()));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
  }

  static Stream<InetSocketAddress> forgedSources() {
    return Stream.of(SECOND, new InetSocketAddress(FIRST.getAddress(), 1813));
  }

  @Test
  void aReplyAtAnotherPortIsDropped() {
    RadiusClient client = client(loop, server(FIRST));
    for (int i = 0; i <= SourcePort.IDENTIFIERS; i++) {
      client.ask(asking("other" + i));
    }
    ManualLoop.Sent first = loop.sent().get(0);
    ManualLoop.FakePort other = loop.ports().get(1);
    other.receive(accept(first.bytes()));
    assertTrue(loop.pendingTimers() == SourcePort.IDENTIFIERS + 1, "an answer was believed");
  }

  @Test
  void theAdministratorLearnsThatTheServerIsTooOld() {
    CompletableFuture<Reply> answer = client(loop, server(FIRST)).ask(asking("alice"));
    loop.onSend(sent -> sent.port().receive(Wire.unsigned(Code.ACCESS_ACCEPT, sent.bytes())));
    loop.advance(Duration.ofSeconds(61));
    assertTrue(failure(answer).contains("no Message-Authenticator"), failure(answer));
  }

  @Test
  void anExceptionIsForOneServerAndForMissingOnesAlone() {
    RadiusServer old =
        RadiusServer.builder(FIRST, SECRET).insecureAllowMissingMessageAuthenticator().build();
    RadiusClient client = client(loop, old);
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port()
        .receive(Wire.unsigned(Code.ACCESS_ACCEPT, sent.bytes(), Wire.attribute(80, new byte[16])));
    sent.port()
        .receive(
            Wire.unsigned(
                Code.ACCESS_ACCEPT, sent.bytes(), Wire.attribute(AttributeType.PROXY_STATE, "x")));
    assertWaiting(answer);
    sent.port().receive(Wire.unsigned(Code.ACCESS_ACCEPT, sent.bytes()));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
  }

  /** An accounting server of today still sends none, and its answers permit nothing. */
  @Test
  void anAccountingResponseNeedsNone() {
    CompletableFuture<Reply> answer =
        client(loop, server(FIRST)).ask(Radius.question(Code.ACCOUNTING_REQUEST, "alice"));
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port().receive(changed(Wire.unsigned(5, sent.bytes()), 5, 1));
    sent.port().receive(accept(sent.bytes()));
    assertWaiting(answer);
    sent.port().receive(Wire.unsigned(5, sent.bytes()));
    assertEquals(5, code(answer));
  }
}
