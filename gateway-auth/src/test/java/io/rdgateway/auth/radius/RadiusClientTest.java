/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static io.rdgateway.auth.radius.Radius.FIRST;
import static io.rdgateway.auth.radius.Radius.SECOND;
import static io.rdgateway.auth.radius.Radius.asking;
import static io.rdgateway.auth.radius.Radius.assertWaiting;
import static io.rdgateway.auth.radius.Radius.client;
import static io.rdgateway.auth.radius.Radius.code;
import static io.rdgateway.auth.radius.Radius.failure;
import static io.rdgateway.auth.radius.Radius.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One server: sending, sending again, many at once, giving up. */
class RadiusClientTest {
  private final ManualLoop loop = new ManualLoop();

  @Test
  void everyRequestIsSignedFirstAndUnlikeAnyOther() {
    RadiusClient client = client(loop, server(FIRST));
    client.ask(asking("alice"));
    client.ask(asking("alice"));
    for (ManualLoop.Sent sent : loop.sent()) {
      assertTrue(Wire.isSignedFirst(sent.bytes()));
      assertEquals("alice", Wire.text(sent.bytes(), AttributeType.USER_NAME));
    }
    assertNotEquals(
        List.of(Arrays.copyOfRange(loop.sent().get(0).bytes(), 4, 20)),
        List.of(Arrays.copyOfRange(loop.sent().get(1).bytes(), 4, 20)));
  }

  @Test
  void whatIsSentAgainIsTheSameToTheLastBitFromTheSamePort() {
    RadiusClient client = client(loop, server(FIRST));
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    loop.advance(Duration.ofSeconds(59));
    assertWaiting(answer);
    ManualLoop.Sent first = loop.sent().get(0);
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < loop.sent().size(); i++) {
      ManualLoop.Sent again = loop.sent().get(i);
      assertArrayEquals(first.bytes(), again.bytes());
      assertEquals(first.port(), again.port());
      pauses.add((again.at() - loop.sent().get(i - 1).at()) / 1_000_000);
    }
    // 2, 4, 8, 15, 15 seconds, each a tenth shorter or longer.
    long[] nominal = {2_000, 4_000, 8_000, 15_000, 15_000};
    assertEquals(nominal.length, pauses.size(), pauses::toString);
    for (int i = 0; i < nominal.length; i++) {
      assertTrue(Math.abs(pauses.get(i) - nominal[i]) <= nominal[i] / 10, pauses::toString);
    }
    loop.advance(Duration.ofSeconds(1));
    assertTrue(failure(answer).contains("did not answer within 60000 ms"), failure(answer));
    assertEquals(0, loop.pendingTimers());
    loop.advance(Duration.ofSeconds(60));
    assertEquals(6, loop.sent().size());
  }

  @Test
  void aSlowAnswerIsAnAnswerAndItsDuplicateIsNot() {
    RadiusClient client = client(loop, server(FIRST));
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    loop.advance(Duration.ofSeconds(50));
    int sends = loop.sent().size();
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
    sent.port().receive(Wire.reply(Code.ACCESS_REJECT, sent.bytes()));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
    loop.advance(Duration.ofSeconds(60));
    assertEquals(sends, loop.sent().size());
    assertEquals(0, loop.pendingTimers());
  }

  @Test
  void moreRequestsThanIdentifiersUseMorePorts() {
    RadiusClient client = client(loop, server(FIRST));
    List<CompletableFuture<Reply>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(client.ask(asking("user" + i)));
    }
    assertEquals(4, loop.ports().size());
    Set<List<Object>> seen = new HashSet<>();
    for (ManualLoop.Sent sent : loop.sent()) {
      assertTrue(seen.add(List.of(sent.port(), sent.identifier())), "the same identifier twice");
    }
    List<ManualLoop.Sent> backwards = new ArrayList<>(loop.sent());
    Collections.reverse(backwards);
    for (ManualLoop.Sent sent : backwards) {
      byte[] name = Wire.value(sent.bytes(), AttributeType.USER_NAME).orElseThrow();
      sent.port()
          .receive(
              Wire.reply(
                  Code.ACCESS_ACCEPT,
                  sent.bytes(),
                  Wire.attribute(AttributeType.REPLY_MESSAGE, name)));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(
          "user" + i, answers.get(i).join().attributes().text(AttributeType.REPLY_MESSAGE));
    }
  }

  @Test
  void anIdentifierRestsAfterItsAnswer() {
    RadiusClient client = client(loop, server(FIRST));
    loop.onSend(sent -> sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes())));
    for (int i = 0; i < SourcePort.IDENTIFIERS; i++) {
      assertEquals(Code.ACCESS_ACCEPT, code(client.ask(asking("alice"))));
    }
    assertEquals(1, loop.ports().size());
    client.ask(asking("alice"));
    assertEquals(2, loop.ports().size());
    loop.advance(Duration.ofSeconds(10));
    for (int i = 0; i < SourcePort.IDENTIFIERS; i++) {
      client.ask(asking("alice"));
    }
    assertEquals(2, loop.ports().size());
  }

  @Test
  void whatWaitsIsBounded() {
    RadiusClient client = client(loop, server(FIRST));
    for (int i = 0; i < ServerState.MAX_PORTS * SourcePort.IDENTIFIERS; i++) {
      client.ask(asking("alice"));
    }
    String failure = failure(client.ask(asking("alice")));
    assertTrue(failure.contains("too many requests"), failure);
    assertEquals(ServerState.MAX_PORTS, loop.ports().size());
  }

  /** No thread is involved at all; what waits is a timer and the bytes to be sent again. */
  @Test
  void aThousandSlowSignInsDelayNobodyElse() {
    RadiusClient slow = client(loop, server(FIRST));
    RadiusClient quick = client(loop, server(SECOND));
    loop.onSend(
        sent -> {
          if (sent.server().equals(SECOND)) {
            sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
          }
        });
    List<CompletableFuture<Reply>> waiting = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      waiting.add(slow.ask(asking("user" + i)));
    }
    List<ManualLoop.Sent> firsts = List.copyOf(loop.sent());
    loop.advance(Duration.ofSeconds(30));
    assertEquals(1000, loop.pendingTimers());
    assertEquals(Code.ACCESS_ACCEPT, code(quick.ask(asking("newcomer"))));
    waiting.forEach(Radius::assertWaiting);
    firsts.forEach(sent -> sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes())));
    waiting.forEach(answer -> assertEquals(Code.ACCESS_ACCEPT, code(answer)));
    assertEquals(0, loop.pendingTimers());
  }

  @Test
  void aCancelledRequestIsNeverSentAgain() {
    RadiusClient client = client(loop, server(FIRST), server(SECOND));
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    ManualLoop.Sent sent = loop.sent().get(0);
    answer.cancel(true);
    assertEquals(0, loop.pendingTimers());
    sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
    loop.advance(Duration.ofMinutes(5));
    assertEquals(1, loop.sent().size());
    assertTrue(answer.isCancelled());
  }

  @Test
  void aPortThatFailsIsReplaced() {
    RadiusClient client = client(loop, server(FIRST));
    CompletableFuture<Reply> lost = client.ask(asking("alice"));
    loop.ports().get(0).fail();
    assertTrue(failure(lost).contains("no route"), failure(lost));
    assertEquals(0, loop.pendingTimers());
    loop.onSend(sent -> sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes())));
    assertEquals(Code.ACCESS_ACCEPT, code(client.ask(asking("alice"))));
    assertEquals(2, loop.ports().size());
  }

  @Test
  void closingFailsWhatWaits() {
    RadiusClient client = client(loop, server(FIRST), server(SECOND));
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    client.close();
    assertTrue(failure(answer).contains("closed"), failure(answer));
    assertTrue(loop.ports().stream().allMatch(ManualLoop.FakePort::isClosed));
    assertEquals(0, loop.pendingTimers());
    assertTrue(failure(client.ask(asking("bob"))).contains("closed"));
    assertEquals(1, loop.sent().size());
  }

  @Test
  void aQuestionThatDoesNotFitIsAFailure() {
    RadiusClient client = client(loop, server(FIRST));
    String failure = failure(client.ask(asking("x".repeat(254))));
    assertTrue(failure.contains("at most 253"), failure);
    assertEquals(List.of(), loop.sent());
  }
}
