/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.spi.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs checks side by side and gives up on those that do not end. */
final class Doctor {
  private final List<Check> checks;
  private final Executor executor;
  private final Duration patience;

  /**
   * @param checks what to look at, in the order of the report
   * @param executor runs them
   * @param patience how long all of them together may take
   */
  Doctor(List<Check> checks, Executor executor, Duration patience) {
    this.checks = List.copyOf(checks);
    this.executor = executor;
    this.patience = patience;
  }

  /**
   * Looks at everything.
   *
   * @param progress hears the subject of each check that has ended; called by any thread
   * @return the findings by subject, in the order of the checks
   */
  Map<String, List<Finding>> examine(Consumer<String> progress) throws InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    List<CompletableFuture<List<Finding>>> running = new ArrayList<>();
    for (Check check : checks) {
      running.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return check.look();
                } finally {
                  progress.accept(
                      "[" + ended.incrementAndGet() + "/" + checks.size() + "] " + check.subject());
                }
              },
              executor));
    }
    waitFor(running);
    Map<String, List<Finding>> report = new LinkedHashMap<>();
    for (int i = 0; i < checks.size(); i++) {
      report.put(checks.get(i).subject(), result(checks.get(i), running.get(i)));
    }
    return report;
  }

  private void waitFor(List<CompletableFuture<List<Finding>>> running) throws InterruptedException {
    CompletableFuture<?> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
    try {
      all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Each check's own result says which of them it was.
      running.forEach(check -> check.cancel(true));
    }
  }

  private List<Finding> result(Check check, CompletableFuture<List<Finding>> ended)
      throws InterruptedException {
    if (ended.isCancelled()) {
      return List.of(
          Finding.problem(
              "The look at \""
                  + check.subject()
                  + "\" did not end within "
                  + patience.toSeconds()
                  + " s.",
              "see whether the names resolve and the network answers"));
    }
    try {
      return ended.get();
    } catch (ExecutionException e) {
      return List.of(
          e.getCause() instanceof ConfigurationException wrong
              ? Finding.problem(String.valueOf(wrong.getMessage()), "correct the configuration")
              : Finding.problem(
                  "The look at \"" + check.subject() + "\" failed by a defect: " + e.getCause(),
                  "report it"));
    }
  }
}
