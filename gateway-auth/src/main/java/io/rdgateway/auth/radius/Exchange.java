/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One question, put to one server after another until one answers. Belongs to the loop. */
final class Exchange implements Attempt.Outcome {
  private final Question question;
  private final List<ServerState> untried;
  private final RandomGenerator random;
  private final CompletableFuture<Reply> answer;
  private @Nullable Attempt attempt;
  private String failure = "there is no RADIUS server";
  private boolean asked;

  Exchange(
      Question question,
      List<ServerState> servers,
      RandomGenerator random,
      CompletableFuture<Reply> answer) {
    this.question = question;
    this.untried = new ArrayList<>(servers);
    this.random = random;
    this.answer = answer;
  }

  void start() {
    attempt = null;
    for (Optional<ServerState> chosen = choose();
        chosen.isPresent() && !answer.isDone();
        chosen = choose()) {
      untried.remove(chosen.get());
      try {
        attempt = chosen.get().ask(question, this);
        return;
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      } catch (IllegalArgumentException e) { // the question itself does not fit
        answer.completeExceptionally(e);
      }
    }
    answer.completeExceptionally(new RadiusException(failure, asked));
  }

  /**
   * Living servers first, then the best priority, then by weight. A dead one is still better than
   * none.
   */
  private Optional<ServerState> choose() {
    Optional<ServerState> best =
        untried.stream()
            .min(
                Comparator.comparing(ServerState::isDead)
                    .thenComparing(server -> server.config().priority()));
    if (best.isEmpty()) {
      return best;
    }
    List<ServerState> equals =
        untried.stream()
            .filter(
                server ->
                    server.isDead() == best.get().isDead()
                        && server.config().priority() == best.get().config().priority())
            .toList();
    int ticket = random.nextInt(equals.stream().mapToInt(s -> s.config().weight()).sum());
    for (ServerState server : equals) {
      ticket -= server.config().weight();
      if (ticket < 0) {
        return Optional.of(server);
      }
    }
    return best;
  }

  @Override
  public void replied(Packet reply) {
    Attempt answered = attempt;
    if (answered != null) {
      answer.complete(new Reply(answered.server(), reply));
    }
  }

  @Override
  public void silent(String why, boolean asked) {
    this.asked |= asked;
    next(why);
  }

  private void next(String why) {
    failure = why;
    start();
  }

  /** Without another living server, this one may come back before its time is over. */
  @Override
  public void gone(String why) {
    Attempt waiting = attempt;
    if (waiting != null && untried.stream().anyMatch(server -> !server.isDead())) {
      waiting.end();
      next(why);
    }
  }

  /** Nobody waits for the answer any more. */
  void cancel() {
    if (attempt != null) {
      attempt.end();
    }
  }
}
