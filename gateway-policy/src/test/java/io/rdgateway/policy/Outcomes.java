/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.Decision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Decisions and failures in words. */
final class Outcomes {
  private Outcomes() {}

  static String outcome(Decision<?> decision) {
    if (decision instanceof Decision.Allow<?> allow) {
      return "allow " + allow.policy();
    }
    if (decision instanceof Decision.Deny<?> deny) {
      return "deny " + deny.reason().explanation();
    }
    return "none " + ((Decision.NotApplicable<?>) decision).why();
  }

  static String outcome(CompletableFuture<? extends Decision<?>> decision) {
    assertTrue(decision.isDone());
    try {
      return outcome(decision.join());
    } catch (CompletionException e) {
      return "fail " + String.valueOf(e.getCause()).replaceAll(".*: ", "");
    }
  }

  interface Asking {
    Decision<?> ask() throws Exception;
  }

  static String outcome(Asking asking) {
    try {
      return outcome(asking.ask());
    } catch (Exception e) {
      return "fail " + e.getMessage();
    }
  }
}
