/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The slow, salted hash of a password: Argon2id (RFC 9106), written in the PHC string format
 * ({@code $argon2id$v=19$m=19456,t=2,p=1$salt$tag}) that other tools read and write too.
 *
 * <p>Why Argon2id and not PBKDF2, which the JDK has: graphics cards try PBKDF2 passwords by the
 * million, while 19 MiB of memory for each try is what they cannot give. It is the first choice of
 * RFC 9106 and of OWASP, whose parameters {@link #create} uses. The price is memory at each
 * sign-in, so {@link #verify} lets only as many computations run at once as there are processors,
 * and {@link #parse} refuses hashes that would take more than 64 MiB, or that are weaker than
 * OWASP's minimum.
 */
public final class PasswordHash {
  private static final Argon2Cost DEFAULT_COST = new Argon2Cost(19_456, 2, 1);
  private static final int SALT_BYTES = 16;
  private static final int TAG_BYTES = 32;

  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final Argon2Cost cost;
  private final byte[] salt;
  private final byte[] tag;

  private PasswordHash(Argon2Cost cost, byte[] salt, byte[] tag) {
    this.cost = cost;
    this.salt = salt;
    this.tag = tag;
  }

  /**
   * Hashes a new password with a fresh salt. Takes tens of milliseconds and 19 MiB.
   *
   * @param password not empty
   * @return its hash
   * @throws IllegalArgumentException if the password is empty
   * @throws InterruptedException if the thread is interrupted while it waits for a processor
   */
  public static PasswordHash create(String password) throws InterruptedException {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("an empty password is no password");
    }
    byte[] salt = random(SALT_BYTES);
    return new PasswordHash(
        DEFAULT_COST, salt, DEFAULT_COST.compute(utf8(password), salt, TAG_BYTES));
  }

  /**
   * Reads a hash from its text.
   *
   * @param text what {@link #text} gave, or another tool's Argon2id hash in the same form
   * @return the hash
   * @throws IllegalArgumentException if it is not such a text, too weak or too costly; the message
   *     does not quote it
   */
  public static PasswordHash parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not an Argon2id hash like $argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>");
    }
    var cost =
        new Argon2Cost(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    var hash = new PasswordHash(cost, base64(matcher.group(4)), base64(matcher.group(5)));
    if (!hash.text().equals(text)) {
      throw new IllegalArgumentException("an Argon2id hash with stray bits or leading zeros");
    }
    return hash;
  }

  /** A hash that nobody has a password for, to do the work of a check that must fail. */
  static PasswordHash decoy() {
    return new PasswordHash(DEFAULT_COST, random(SALT_BYTES), random(TAG_BYTES));
  }

  /** Another one, as costly as this hash. */
  PasswordHash decoyLikeThis() {
    return new PasswordHash(cost, random(salt.length), random(tag.length));
  }

  /**
   * Whether a password is the one. Takes as long for a wrong one as for the right one. May wait for
   * a processor; the queue in front of it is bounded by the executor on which core calls the
   * authenticators.
   *
   * @param password as typed; an empty one is never right
   * @return true if it is right
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean verify(String password) throws InterruptedException {
    byte[] computed = cost.compute(utf8(password), salt, tag.length);
    return MessageDigest.isEqual(computed, tag) && !password.isEmpty();
  }

  /**
   * The hash as text, for a file that only the gateway can read.
   *
   * @return what {@link #parse} takes
   */
  public String text() {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.passes()
        + ",p="
        + cost.lanes()
        + "$"
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(tag);
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("an Argon2id hash whose base64 is broken", e);
    }
  }

  private static byte[] utf8(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PasswordHash that
        && cost.equals(that.cost)
        && Arrays.equals(salt, that.salt)
        && MessageDigest.isEqual(tag, that.tag);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "PasswordHash[<redacted>]";
  }
}
