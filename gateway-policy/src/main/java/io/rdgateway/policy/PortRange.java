/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive TCP ports, both ends included.
 *
 * @param first the lowest, 1 to 65535
 * @param last the highest, {@code first} to 65535
 */
public record PortRange(int first, int last) {

  /** Every port. */
  public static final PortRange ANY = new PortRange(1, 65535);

  /** The port of the Remote Desktop Protocol, 3389. */
  public static final PortRange RDP = of(3389);

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?");

  /** Checks the ends. */
  public PortRange {
    if (first < 1 || last > 65535 || first > last) {
      throw new IllegalArgumentException(
          "the ports "
              + first
              + "-"
              + last
              + " are no range: both ends are 1 to 65535, the lower one first");
    }
  }

  /**
   * One port.
   *
   * @param port 1 to 65535
   * @return a range of this port alone
   */
  public static PortRange of(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
    return new PortRange(port, port);
  }

  /**
   * Reads a range as {@link #toString()} writes it.
   *
   * @param text for example {@code 3389} or {@code 5000-5010}
   * @return the range
   * @throws IllegalArgumentException if the text is neither
   */
  public static PortRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Texts.quoted(text) + " is no port; write 1 to 65535, or two of them as in 5000-5010");
    }
    int first = Integer.parseInt(matcher.group(1));
    String last = matcher.group(2);
    return last == null ? of(first) : new PortRange(first, Integer.parseInt(last));
  }

  /**
   * Whether a port is in the range.
   *
   * @param port any number
   * @return true if it is
   */
  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
