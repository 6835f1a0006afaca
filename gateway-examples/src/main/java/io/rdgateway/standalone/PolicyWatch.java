/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import io.rdgateway.policy.file.LivePolicyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts a changed policy file in force while the gateway runs, for live tunnels as well. */
public final class PolicyWatch {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration NAMES_PAUSE = Duration.ofMinutes(1);

  /** One looks at the file, one waits for the resolver. */
  private static final int THREADS = 2;

  private PolicyWatch() {}

  /**
   * Keeps a gateway running until somebody wants the program to end, and watches its policy and
   * which tokens are revoked.
   *
   * @param kept what {@code policy} was made of
   * @param policy takes the new rules
   * @param gateway reviews its tunnels then
   * @param say hears of changes and mistakes
   */
  public static void serve(
      QuickStartFolder kept, LivePolicy policy, GatewayServer gateway, Consumer<String> say) {
    Path file = kept.policyFile();
    ScheduledExecutorService looks =
        Executors.newScheduledThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "policy-watch");
              thread.setDaemon(true);
              return thread;
            });
    try {
      looks.scheduleWithFixedDelay(
          policy::resolveNames, 0, NAMES_PAUSE.toSeconds(), TimeUnit.SECONDS);
      LivePolicyFile.open(file)
          .watch(
              looks,
              PAUSE,
              reload -> {
                if (apply(reload, file, policy, gateway, say)) {
                  looks.execute(policy::resolveNames);
                }
              });
      looks.scheduleWithFixedDelay(
          () -> revoke(kept.tokens(), gateway, say),
          PAUSE.toMillis(),
          PAUSE.toMillis(),
          TimeUnit.MILLISECONDS);
      Serving.untilStopped(gateway, say);
    } finally {
      looks.shutdownNow();
    }
  }

  private static void revoke(QuickStartTokens tokens, GatewayServer gateway, Consumer<String> say) {
    try {
      if (tokens.readRevocations()) {
        gateway
            .review(tunnel -> true)
            .thenAccept(ended -> say.accept("Tunnels that revocations ended: " + ended));
      }
    } catch (RuntimeException e) {
      // An exception would end the watch in silence.
      say.accept("Revocations are not taken over: " + e.getMessage());
    }
  }

  private static boolean apply(
      LivePolicyFile.Reload reload,
      Path file,
      LivePolicy policy,
      GatewayServer gateway,
      Consumer<String> say) {
    if (reload instanceof LivePolicyFile.Changed changed) {
      policy.rules(changed.after());
      gateway.updateLimits(changed.after().limits().over(Limits.defaults()));
      say.accept(file + " has changed and is in force.");
      gateway
          .review(tunnel -> true)
          .thenAccept(ended -> say.accept("Tunnels that it ended: " + ended));
      return true;
    }
    if (reload instanceof LivePolicyFile.Refused refused) {
      say.accept("The policy stays as it was. " + refused.mistake().getMessage());
    }
    return false;
  }
}
