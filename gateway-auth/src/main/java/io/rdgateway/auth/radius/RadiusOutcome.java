/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** What a RADIUS server made of a sign-in. */
public sealed interface RadiusOutcome {

  /**
   * The user is who she says.
   *
   * @param identity by the name that the server confirms, with the values of Filter-Id as groups
   */
  record Accepted(Identity identity) implements RadiusOutcome {}

  /**
   * The sign-in is refused.
   *
   * @param reason for the event
   */
  record Refused(RejectReason reason) implements RadiusOutcome {}

  /** The server asks the user for something else, a code most of the time. */
  final class Challenged implements RadiusOutcome {
    private final String prompt;
    private final boolean echo;
    private final Function<String, CompletableFuture<RadiusOutcome>> next;
    private final AtomicBoolean answered = new AtomicBoolean();

    Challenged(
        String prompt, boolean echo, Function<String, CompletableFuture<RadiusOutcome>> next) {
      this.prompt = prompt;
      this.echo = echo;
      this.next = next;
    }

    /**
     * The server's words to the user.
     *
     * @return plain text, possibly empty; to be escaped on a page
     */
    public String prompt() {
      return prompt;
    }

    /**
     * Whether the answer may be seen while it is typed.
     *
     * @return false for a secret
     */
    public boolean echo() {
      return echo;
    }

    /**
     * Answers the very server that asked, once.
     *
     * @param answer what the user typed, at most 128 bytes in UTF-8
     * @return the outcome to come, as {@link RadiusSignIn#begin}
     * @throws IllegalStateException if it has been answered
     */
    public CompletableFuture<RadiusOutcome> answer(String answer) {
      if (answered.getAndSet(true)) {
        throw new IllegalStateException("a challenge is answered once");
      }
      return next.apply(answer);
    }

    @Override
    public String toString() {
      return "Challenged[" + prompt.length() + " characters]";
    }
  }
}
