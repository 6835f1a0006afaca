/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * A service message (MS-TSGU 2.2.10.12) for the users of many tunnels, within a window of time: for
 * example that the gateway will be down at noon. Each tunnel gets it once, when it has a channel;
 * clients without the capability for service messages do not get it.
 *
 * @param text 1 to {@value #MAX_LENGTH} characters without NUL
 * @param from when it begins; a time that has passed begins at once
 * @param until when it ends, this moment excluded; {@link Instant#MAX} for no end
 * @param recipients which tunnels; asked on an event loop, so it must not block; one that fails
 *     shows nothing to that tunnel
 */
public record Announcement(
    String text, Instant from, Instant until, Predicate<? super Tunnel> recipients) {

  /** The longest text in characters. */
  public static final int MAX_LENGTH = 10_000;

  /** Checks the text and the window. */
  public Announcement {
    requireText(text);
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("an announcement ends after it begins");
    }
  }

  /**
   * An announcement to all users.
   *
   * @param text what they are shown
   * @param from when it begins
   * @param until when it ends
   * @return the announcement
   */
  public static Announcement toAll(String text, Instant from, Instant until) {
    return new Announcement(text, from, until, tunnel -> true);
  }

  /**
   * An announcement to one user.
   *
   * @param userId the {@link io.rdgateway.spi.UserPrincipal#id} of the user
   * @param text what the user is shown
   * @param from when it begins
   * @param until when it ends
   * @return the announcement
   */
  public static Announcement toUser(String userId, String text, Instant from, Instant until) {
    return new Announcement(text, from, until, tunnel -> tunnel.principal().id().equals(userId));
  }

  /**
   * Checks the text of a service message.
   *
   * @param text any
   * @throws IllegalArgumentException if no client could be shown it
   */
  public static void requireText(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a service message has 1 to " + MAX_LENGTH + " characters and no NUL");
    }
  }
}
