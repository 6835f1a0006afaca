/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.spi.RejectReason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One {@code ntlm_auth} that speaks the protocol ntlm-server-1: lines of a key and a value, ended
 * by a line with a dot.
 *
 * <p>A refusal has one dot too many in the versions that are known, and a reader that stops at the
 * first would take the second for the answer to the next user. So each question is followed by one
 * without a user, whose answer is known and without cost, and everything up to it belongs to the
 * question.
 */
final class HelperProcess implements AutoCloseable {
  /** How the helper complains of the question that ends the answer. */
  private static final String FENCE = "Error: No username supplied!";

  private static final String END = ".";
  private static final int MAX_LINES = 32;
  private static final int MAX_LINE = 1024;
  private static final int MAX_NAME = 256;

  private final Process process;
  private final OutputStream questions;
  private final InputStream answers;

  private HelperProcess(Process process) {
    this.process = process;
    this.questions = process.getOutputStream();
    this.answers = new BufferedInputStream(process.getInputStream());
  }

  static HelperProcess start(List<String> command) throws IOException {
    return new HelperProcess(new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
  }

  /** Names that no user has are not asked about. */
  static boolean canAsk(NtlmProof proof) {
    return isName(proof.userName()) && (proof.domain().isEmpty() || isName(proof.domain()));
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_NAME
        && text.codePoints().noneMatch(Sentences::isInvisible);
  }

  NtlmHelper.Answer ask(NtlmProof proof, ScheduledExecutorService timer, Duration patience)
      throws IOException {
    Future<?> alarm;
    try {
      alarm = timer.schedule(this::close, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new IOException("the helpers have been closed", e);
    }
    try {
      questions.write(question(proof).getBytes(StandardCharsets.US_ASCII));
      questions.flush();
      return answer(readAnswer());
    } finally {
      alarm.cancel(false);
    }
  }

  /** What a user chose travels in base64, where no line can end. */
  private static String question(NtlmProof proof) {
    HexFormat hex = HexFormat.of();
    return "Username:: "
        + base64(proof.userName())
        + "\nNT-Domain:: "
        + base64(proof.domain())
        + "\nLANMAN-Challenge: "
        + hex.formatHex(proof.serverChallenge())
        + "\nNT-Response: "
        + hex.formatHex(proof.ntResponse())
        + "\nRequest-User-Session-Key: Yes\n.\n.\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> readAnswer() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = readLine(); !line.equals(FENCE); line = readLine()) {
      if (lines.size() == MAX_LINES) {
        throw new IOException("the helper does not end its answer");
      }
      lines.add(line);
    }
    if (!readLine().equals(END)) {
      throw new IOException("the helper does not end its complaint");
    }
    return lines;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = answers.read(); c != '\n'; c = answers.read()) {
      if (c < 0 || line.length() == MAX_LINE) {
        throw new IOException(c < 0 ? "the helper has ended" : "the helper writes a long line");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static NtlmHelper.Answer answer(List<String> lines) throws IOException {
    Optional<String> error = value(lines, "Authentication-Error");
    Optional<String> key = value(lines, "User-Session-Key");
    Optional<String> authenticated = value(lines, "Authenticated");
    if (authenticated.filter("No"::equals).isPresent()) {
      return new NtlmHelper.Answer(null, HelperErrors.reason(error.orElse("")));
    }
    if (authenticated.filter("Yes"::equals).isEmpty() || error.isPresent()) {
      throw new IOException("the helper gives no answer");
    }
    // Without the key the integrity of the messages cannot be checked.
    if (key.isEmpty() || !key.get().matches("[0-9A-Fa-f]{32}") || key.get().matches("0{32}")) {
      throw new IOException("the helper gives no session key");
    }
    return new NtlmHelper.Answer(HexFormat.of().parseHex(key.get()), RejectReason.BAD_CREDENTIALS);
  }

  /** The value of a key that is there exactly once. */
  private static Optional<String> value(List<String> lines, String key) throws IOException {
    List<String> values =
        lines.stream()
            .filter(line -> line.startsWith(key + ": "))
            .map(line -> line.substring(key.length() + 2))
            .toList();
    if (values.size() > 1) {
      throw new IOException("the helper repeats itself");
    }
    return values.stream().findFirst();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills what a wrapper has started as well, for that holds the pipe that is read from. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
