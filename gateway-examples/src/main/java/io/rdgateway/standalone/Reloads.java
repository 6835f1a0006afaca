/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayServer;
import io.rdgateway.policy.file.LivePolicyFile;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what changes while a gateway runs: the policy, the users and the revocations by
 * themselves, the certificate when it is asked to. What cannot be used changes nothing and is told
 * once. Live tunnels are judged anew after each change.
 */
final class Reloads implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration NAMES_PAUSE = Duration.ofMinutes(1);

  /** One looks at files, one waits for the resolver. */
  private static final int THREADS = 2;

  private final ConfiguredGateway running;
  private final GatewayServer gateway;
  private final Consumer<String> say;
  private final Map<String, String> toldMistakes = new HashMap<>();
  private final ScheduledExecutorService looks =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "reloads");
            thread.setDaemon(true);
            return thread;
          });

  private Reloads(ConfiguredGateway running, Consumer<String> say) {
    this.running = running;
    gateway = running.gateway();
    this.say = say;
  }

  /** Begins to look. */
  static Reloads start(ConfiguredGateway running, Consumer<String> say) {
    Reloads reloads = new Reloads(running, say);
    reloads.repeat(reloads::look, PAUSE);
    running
        .names()
        .ifPresent(
            names ->
                names.watch(
                    () -> running.rules().policy().hostNames(), reloads.looks, NAMES_PAUSE));
    Duration review = running.config().policy().review();
    if (review != null) {
      reloads.repeat(() -> reloads.gateway.review(tunnel -> true), review);
    }
    return reloads;
  }

  private void repeat(Runnable task, Duration pause) {
    looks.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            // It would end the looks without a word.
            tell("looks", "A look at what changes has failed: " + e);
          }
        },
        pause.toMillis(),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Everything anew, the certificate as well; returns at once. */
  void everything() {
    try {
      looks.execute(
          () -> {
            say.accept("Reloading.");
            certificate();
            look();
          });
    } catch (RejectedExecutionException e) {
      say.accept("The gateway is ending, so nothing is reloaded.");
    }
  }

  private synchronized void look() {
    boolean changed = policy();
    changed |= changed("users", () -> running.localUsers().map(LocalUsers::reload).orElse(false));
    changed |=
        changed(
            "revocations", () -> running.tokens().map(ServedTokens::readRevocations).orElse(false));
    if (changed) {
      gateway
          .review(tunnel -> true)
          .thenAccept(ended -> say.accept("Tunnels that the change ended: " + ended));
    }
  }

  private boolean policy() {
    LivePolicyFile.Reload found = running.rules().reload();
    if (found instanceof LivePolicyFile.Changed) {
      gateway.updateLimits(running.limits(running.rules()));
      say.accept("The policy has changed and is in force.");
      return true;
    }
    if (found instanceof LivePolicyFile.Refused refused) {
      say.accept("The policy stays as it was. " + refused.mistake().getMessage());
    }
    return false;
  }

  /**
   * Reads the policy now.
   *
   * @return what came of it
   * @throws ConfigurationException if it cannot be used; the old one stays
   */
  synchronized String policyNow() {
    LivePolicyFile.Reload found = running.rules().reload();
    if (found instanceof LivePolicyFile.Refused refused) {
      throw refused.mistake();
    }
    if (found instanceof LivePolicyFile.Unchanged) {
      PolicyFile.load(running.config().policy().file()); // a mistake is told once only
      return "the policy has not changed";
    }
    gateway.updateLimits(running.limits(running.rules()));
    gateway.review(tunnel -> true);
    return "the policy has changed and is in force";
  }

  private interface Look {
    boolean found();
  }

  private boolean changed(String what, Look look) {
    try {
      boolean changed = look.found();
      forget(what);
      if (changed) {
        say.accept("The " + what + " have changed and are in force.");
      }
      return changed;
    } catch (ConfigurationException e) {
      tell(what, "The " + what + " stay as they were. " + e.getMessage());
      return false;
    }
  }

  /** Loads the certificate again; one that cannot be used changes nothing. */
  synchronized void certificate() {
    if (running.config().tls().certificate() == null) {
      return;
    }
    try {
      gateway.reloadTls();
      say.accept("The certificate has been loaded again.");
    } catch (ConfigurationException e) {
      say.accept("The certificate stays as it was. " + e.getMessage());
    }
  }

  private void tell(String what, String mistake) {
    @Nullable String before;
    synchronized (toldMistakes) {
      before = toldMistakes.put(what, mistake);
    }
    if (!mistake.equals(before)) {
      say.accept(mistake);
    }
  }

  private void forget(String what) {
    synchronized (toldMistakes) {
      toldMistakes.remove(what);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
