/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.RejectReason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a domain controller judge NTLM proofs through Samba's {@code ntlm_auth}, on a machine that
 * has joined the domain and runs {@code winbindd}. The gateway's account must be allowed to use
 * Samba's folder {@code winbindd_privileged}, usually by its group.
 *
 * <p>{@link io.rdgateway.auth.ntlm.TargetNames} must then name the machine's own NetBIOS name and
 * domain, or the domain controller refuses every proof. It judges "log on to" restrictions by this
 * machine, and counts wrong passwords. A machine's clock must be right.
 *
 * <p>The helpers are processes that are started when needed and answer one question at a time; one
 * that is late or says something strange is killed. Thread-safe.
 */
public final class NtlmHelper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NtlmHelper.class);
  private static final int MAX_PROCESSES = 64;

  /** What a helper is started with. */
  private static final String PROTOCOL = "--helper-protocol=ntlm-server-1";

  private final List<String> command;
  private final Semaphore places;
  private final Duration patience;
  private final Deque<HelperProcess> idle = new ArrayDeque<>();
  private final ScheduledExecutorService timer;
  private boolean closed;

  /**
   * Helpers of a program.
   *
   * @param command {@code ntlm_auth} with its path and options such as {@code --configfile=…}; the
   *     protocol is added
   * @param processes how many run at most, 1 to 64
   * @param patience how long one may take to answer, more than zero, at most one minute; ten
   *     seconds are usual
   * @throws ConfigurationException if there is no program, or one is outside its bounds
   */
  public NtlmHelper(List<String> command, int processes, Duration patience) {
    if (command.isEmpty()) {
      throw new ConfigurationException("The helper for NTLM needs the path of ntlm_auth.");
    }
    if (processes < 1 || processes > MAX_PROCESSES) {
      throw new ConfigurationException("There can be 1 to 64 helpers for NTLM, not " + processes);
    }
    if (patience.toMillis() < 1 || patience.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new ConfigurationException(
          "A helper for NTLM may take up to one minute, not " + patience + ".");
    }
    this.command = Stream.concat(command.stream(), Stream.of(PROTOCOL)).toList();
    this.places = new Semaphore(processes, true);
    this.patience = patience;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "ntlm-helper-timer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What the domain controller found out.
   *
   * @param sessionBaseKey 16 bytes; null if the proof was refused
   * @param refusal why it was
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Answer(byte @Nullable [] sessionBaseKey, RejectReason refusal) {
    @Override
    public String toString() {
      return sessionBaseKey == null ? refusal.code() : "Answer[sessionBaseKey=<redacted>]";
    }
  }

  /** Asks; a helper that fails is a refusal. Waits for a free one until the deadline. */
  Answer ask(NtlmProof proof, Instant deadline, InstantSource clock) throws InterruptedException {
    if (!HelperProcess.canAsk(proof)) {
      return new Answer(null, RejectReason.UNKNOWN_USER);
    }
    long millis = Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
    if (!places.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      return new Answer(null, RejectReason.OVERLOADED);
    }
    try {
      HelperProcess helper = take();
      boolean good = false;
      try {
        Answer answer = helper.ask(proof, timer, patience);
        good = true;
        return answer;
      } finally {
        giveBack(helper, good);
      }
    } catch (IOException e) {
      LOG.warn("a helper for NTLM failed: {}", Sentences.printable(e.toString()));
      return new Answer(
          null,
          RejectReason.UNAVAILABLE.because(
              "ntlm_auth did not answer as it should; see whether winbindd runs and the gateway may"
                  + " use its privileged pipe"));
    } finally {
      places.release();
    }
  }

  private HelperProcess take() throws IOException {
    synchronized (idle) {
      if (closed) {
        throw new IOException("the helpers have been closed");
      }
      for (HelperProcess waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
        if (waiting.isAlive()) {
          return waiting;
        }
      }
    }
    return HelperProcess.start(command);
  }

  private void giveBack(HelperProcess helper, boolean good) {
    synchronized (idle) {
      if (good && !closed) {
        idle.push(helper);
        return;
      }
    }
    helper.close();
  }

  /** Ends the helpers; what is being asked ends with a refusal. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(HelperProcess::close);
      idle.clear();
    }
    timer.shutdown();
  }

  @Override
  public String toString() {
    return "NtlmHelper[" + command.get(0) + "]";
  }
}
