/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static io.rdgateway.auth.radius.Radius.FIRST;
import static io.rdgateway.auth.radius.Radius.SECOND;
import static io.rdgateway.auth.radius.Radius.SECRET;
import static io.rdgateway.auth.radius.Radius.THIRD;
import static io.rdgateway.auth.radius.Radius.asking;
import static io.rdgateway.auth.radius.Radius.assertWaiting;
import static io.rdgateway.auth.radius.Radius.client;
import static io.rdgateway.auth.radius.Radius.code;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several servers. */
class FailOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ManualLoop loop = new ManualLoop();
  private final Set<InetSocketAddress> answering = new HashSet<>();
  private final Set<InetSocketAddress> checkable = new HashSet<>();

  FailOverTest() {
    loop.onSend(
        sent -> {
          boolean status = sent.bytes()[0] == Code.STATUS_SERVER;
          if ((status ? checkable : answering).contains(sent.server())) {
            sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
          }
        });
  }

  private static RadiusServer.Builder second() {
    return RadiusServer.builder(SECOND, SECRET).priority(1);
  }

  private static RadiusServer checked(InetSocketAddress address, int priority) {
    return RadiusServer.builder(address, SECRET).priority(priority).statusChecks(true).build();
  }

  private List<InetSocketAddress> asked() {
    return loop.sent().stream()
        .filter(sent -> sent.bytes()[0] == Code.ACCESS_REQUEST)
        .map(ManualLoop.Sent::server)
        .distinct()
        .toList();
  }

  @Test
  void nobodyElseIsAskedWhileTheFirstMayStillAskTheUser() {
    answering.add(SECOND);
    RadiusClient client = client(loop, server(), second().build());
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    loop.advance(PATIENCE.minusMillis(1));
    assertWaiting(answer);
    assertEquals(List.of(FIRST), asked());
    loop.advance(Duration.ofMillis(1));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
    assertEquals(List.of(FIRST, SECOND), asked());
  }

  private static RadiusServer server() {
    return RadiusServer.of(FIRST, SECRET);
  }

  @Test
  void theFirstOnesLateAnswerNoLongerCounts() {
    RadiusClient client = client(loop, server(), second().build());
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    ManualLoop.Sent first = loop.sent().get(0);
    loop.advance(PATIENCE);
    first.port().receive(Wire.reply(Code.ACCESS_ACCEPT, first.bytes()));
    assertWaiting(answer);
  }

  @Test
  void aServerWhereNothingListensIsLeftAtOnceIfThereIsAnother() {
    answering.add(SECOND);
    RadiusClient client = client(loop, server(), second().build());
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    loop.sent().get(0).port().unreachable();
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
    assertEquals(Code.ACCESS_ACCEPT, code(client.ask(asking("bob"))));
    assertEquals(3, loop.sent().size(), "the dead server is asked again");
  }

  @Test
  void theOnlyServerMayComeBack() {
    CompletableFuture<Reply> answer = client(loop, server()).ask(asking("alice"));
    loop.sent().get(0).port().unreachable();
    assertWaiting(answer);
    answering.add(FIRST);
    loop.advance(Duration.ofSeconds(3));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
    assertEquals(2, loop.sent().size());
  }

  @Test
  void checksFindADeadServerLongBeforeTheUsersTimeIsOver() {
    answering.add(SECOND);
    RadiusClient client = client(loop, checked(FIRST, 0), second().build());
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    loop.advance(Duration.ofSeconds(20));
    assertEquals(Code.ACCESS_ACCEPT, code(answer));
  }

  @Test
  void aServerThatPassesItsChecksIsLeftToAskTheUser() {
    checkable.add(FIRST);
    answering.add(SECOND);
    RadiusClient client = client(loop, checked(FIRST, 0), second().build());
    CompletableFuture<Reply> answer = client.ask(asking("alice"));
    loop.advance(PATIENCE.minusMillis(1));
    assertWaiting(answer);
    assertEquals(List.of(FIRST), asked());
    ManualLoop.Sent check =
        loop.sent().stream().filter(s -> s.bytes()[0] == 12).findFirst().orElseThrow();
    assertTrue(Wire.isSignedFirst(check.bytes()));
  }

  @Test
  void manyWhoWaitShareTheChecks() {
    checkable.add(FIRST);
    RadiusClient client = client(loop, checked(FIRST, 0));
    for (int i = 0; i < 200; i++) {
      client.ask(asking("user" + i));
    }
    loop.advance(PATIENCE);
    long checks = loop.sent().stream().filter(s -> s.bytes()[0] == Code.STATUS_SERVER).count();
    assertTrue(checks > 0 && checks <= PATIENCE.toSeconds() / 5, () -> checks + " checks");
  }

  @Test
  void aDeadServerIsCheckedUntilItAnswers() {
    answering.add(SECOND);
    RadiusClient client = client(loop, checked(FIRST, 0), second().build());
    client.ask(asking("alice"));
    loop.advance(Duration.ofMinutes(10));
    answering.add(FIRST);
    client.ask(asking("bob"));
    assertEquals(SECOND, loop.sent().get(loop.sent().size() - 1).server());
    checkable.add(FIRST);
    loop.advance(Duration.ofMinutes(2));
    assertEquals(Code.ACCESS_ACCEPT, code(client.ask(asking("carol"))));
    assertEquals(FIRST, loop.sent().get(loop.sent().size() - 1).server());
    loop.advance(Duration.ofMinutes(10));
    assertEquals(0, loop.pendingTimers());
  }

  @Test
  void oneUserWhoWalksAwayDoesNotMakeAServerDead() {
    answering.add(SECOND);
    RadiusClient client = client(loop, server(), second().build());
    client.ask(asking("alice"));
    client.ask(asking("bob"));
    loop.advance(PATIENCE);
    loop.sent().clear();
    CompletableFuture<Reply> carol = client.ask(asking("carol"));
    assertEquals(List.of(FIRST), asked());
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
    assertEquals(Code.ACCESS_ACCEPT, code(carol));
    client.ask(asking("dave"));
    client.ask(asking("erin"));
    loop.advance(PATIENCE);
    loop.sent().clear();
    client.ask(asking("frank"));
    assertEquals(List.of(FIRST), asked());
  }

  @Test
  void threeUnansweredRequestsMakeAServerDeadForItsTime() {
    answering.add(SECOND);
    RadiusClient client = client(loop, server(), second().build());
    for (String name : List.of("alice", "bob", "carol")) {
      client.ask(asking(name));
    }
    loop.advance(PATIENCE);
    loop.sent().clear();
    assertEquals(Code.ACCESS_ACCEPT, code(client.ask(asking("dave"))));
    assertEquals(List.of(SECOND), asked());
    loop.advance(Duration.ofSeconds(60));
    loop.sent().clear();
    client.ask(asking("erin"));
    assertEquals(List.of(FIRST), asked());
  }

  @Test
  void deadServersAreBetterThanNone() {
    RadiusClient client = client(loop, server(), second().build());
    client.ask(asking("alice"));
    loop.sent().get(0).port().unreachable();
    loop.sent().get(1).port().unreachable();
    answering.add(FIRST);
    assertEquals(Code.ACCESS_ACCEPT, code(client.ask(asking("bob"))));
  }

  @Test
  void equalServersShareByWeight() {
    answering.addAll(List.of(FIRST, SECOND, THIRD));
    RadiusClient client =
        client(
            loop,
            RadiusServer.builder(FIRST, SECRET).weight(3).build(),
            RadiusServer.builder(SECOND, SECRET).build(),
            RadiusServer.builder(THIRD, SECRET).priority(1).build());
    for (int i = 0; i < 1000; i++) {
      client.ask(asking("alice"));
    }
    Map<InetSocketAddress, Integer> counts = new HashMap<>();
    loop.sent().forEach(sent -> counts.merge(sent.server(), 1, Integer::sum));
    assertEquals(Set.of(FIRST, SECOND), counts.keySet());
    int first = counts.getOrDefault(FIRST, 0);
    assertTrue(first > 700 && first < 800, counts::toString);
  }

  @Test
  void aBoundQuestionGoesToItsServerAlone() {
    answering.add(FIRST);
    RadiusClient client = client(loop, server(), second().build());
    Reply reply = client.ask(asking("alice")).join();
    answering.clear();
    answering.add(SECOND);
    CompletableFuture<Reply> next = client.ask(asking("alice"), reply.server());
    loop.advance(PATIENCE);
    assertTrue(next.isCompletedExceptionally());
    assertEquals(List.of(FIRST), asked());
  }
}
