/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AccessScope;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token is to say.
 *
 * @param userId stable and unique; see {@link io.rdgateway.spi.UserPrincipal#id()}
 * @param userName for people and logs
 * @param groups for the policies; none if {@link TokenUsers} knows them
 * @param targets the hosts and ports that it opens at most; at least one
 * @param openFor how long a tunnel can be opened with it, a second to a day; as short as users need
 *     for the double click
 * @param sessionFor how long that tunnel may last, at least {@code openFor} and at most 31 days;
 *     counted from the issue
 * @param clientAddress the only address from which it is good; null for any
 */
public record TokenRequest(
    String userId,
    String userName,
    Set<String> groups,
    List<AccessScope.Target> targets,
    Duration openFor,
    Duration sessionFor,
    @Nullable InetAddress clientAddress) {
  private static final Duration MAX_OPEN = Duration.ofDays(1);
  private static final Duration MAX_SESSION = Duration.ofDays(31);

  /** Copies the collections and checks the times. */
  public TokenRequest {
    groups = Set.copyOf(groups);
    targets = targets.stream().map(HostText::normalised).toList();
    if (userId.isEmpty() || userName.isEmpty()) {
      throw new IllegalArgumentException("a token needs the id and the name of a user");
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a token needs a host that it opens");
    }
    if (openFor.toSeconds() < 1 || openFor.compareTo(MAX_OPEN) > 0) {
      throw new IllegalArgumentException(
          "a token opens tunnels for a second to a day, not " + openFor);
    }
    if (sessionFor.compareTo(openFor) < 0 || sessionFor.compareTo(MAX_SESSION) > 0) {
      throw new IllegalArgumentException(
          "the tunnel of a token may last from " + openFor + " to 31 days, not " + sessionFor);
    }
  }

  /**
   * A token for one user and one host: good for five minutes, its tunnel for twelve hours.
   *
   * @param userId stable and unique; also the name
   * @param host a name as clients will ask for it, or an address
   * @param port 1 to 65535
   * @return to be changed by the other methods
   */
  public static TokenRequest of(String userId, String host, int port) {
    return new TokenRequest(
        userId,
        userId,
        Set.of(),
        List.of(new AccessScope.Target(host, port)),
        Duration.ofMinutes(5),
        Duration.ofHours(12),
        null);
  }

  /** The same for a user with this name and these groups. */
  public TokenRequest withUser(String name, Set<String> memberOf) {
    return new TokenRequest(userId, name, memberOf, targets, openFor, sessionFor, clientAddress);
  }

  /** The same with other times. */
  public TokenRequest withTimes(Duration open, Duration session) {
    return new TokenRequest(userId, userName, groups, targets, open, session, clientAddress);
  }

  /** The same for one address of a client alone. */
  public TokenRequest fromAddress(InetAddress address) {
    return new TokenRequest(userId, userName, groups, targets, openFor, sessionFor, address);
  }
}
