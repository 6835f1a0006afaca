/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.Identity;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A gateway's sign-in with a clock of its own; whoever types {@code right} is let in. */
final class Site {
  static final String RIGHT = "right";

  final SignInThrottle throttle;
  final Authenticator signIn;

  /** How many passwords of whom were judged. */
  final TreeMap<String, Integer> judged = new TreeMap<>();

  /** Far from zero, as the ticks of a machine are. */
  private long nanos = -1_000_000_000_000L;

  private Instant wall = Instant.parse("2026-03-01T08:00:00Z");

  Site() {
    this(builder -> builder);
  }

  Site(UnaryOperator<SignInThrottle.Builder> configuration) {
    throttle =
        configuration.apply(SignInThrottle.builder().clock(() -> wall).ticks(() -> nanos)).build();
    signIn = throttle.around(new BasicAuthenticator(this::verify));
  }

  private PasswordOutcome verify(String name, String password, AuthenticationContext context) {
    judged.merge(name, 1, Integer::sum);
    return switch (password) {
      case RIGHT -> new PasswordOutcome.Verified(Identity.of("id-" + name, name, Set.of()));
      case "unavailable" -> new PasswordOutcome.Refused(RejectReason.UNAVAILABLE);
      case "fault" -> throw new IllegalStateException("a fault of the store");
      default -> new PasswordOutcome.Refused(RejectReason.WRONG_PASSWORD);
    };
  }

  void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }

  int judged(String name) {
    return judged.getOrDefault(name, 0);
  }

  String tryPassword(String name, String address, String password) throws Exception {
    return Fixtures.outcome(attempt(name, address, password));
  }

  AuthenticationResult attempt(String name, String address, String password) throws Exception {
    return signIn.proceed(
        new Credential.Password(AuthScheme.BASIC, name, password), context(address));
  }

  static AuthenticationContext context(String address) throws UnknownHostException {
    AuthenticationContext any = Fixtures.context();
    ConnectionInfo connection = any.connection();
    return new AuthenticationContext(
        new ConnectionInfo(
            connection.id(),
            connection.transport(),
            new InetSocketAddress(InetAddress.getByName(address), 50000),
            connection.localAddress(),
            connection.tlsProtocol(),
            connection.clientCertificates(),
            null,
            null,
            null,
            null),
        any.stage(),
        any.occasion(),
        null,
        any.deadline());
  }

  /** One of 65,536 addresses. */
  static String address(int number) {
    return "198.18." + (number >> 8) + "." + (number & 255);
  }
}
