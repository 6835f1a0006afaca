/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What most tests of authenticators need. */
public final class Fixtures {
  private Fixtures() {}

  /** The HTTP stage of a connection with this channel binding. */
  public static AuthenticationContext context(@Nullable EndPointBinding binding) {
    var connection =
        new ConnectionInfo(
            "c1",
            TransportKind.WEBSOCKET,
            new InetSocketAddress("192.0.2.1", 50000),
            new InetSocketAddress("192.0.2.2", 443),
            "TLSv1.3",
            List.of(),
            null,
            null,
            null,
            null);
    return new AuthenticationContext(
        connection, Stage.HTTP, Occasion.OPEN, binding, Instant.EPOCH.plusSeconds(60));
  }

  /** A context without a binding. */
  public static AuthenticationContext context() {
    return context(null);
  }

  /** The code of a refusal, or what it was instead. */
  public static String outcome(AuthenticationResult result) {
    return result instanceof AuthenticationResult.Rejected rejected
        ? rejected.reason().code()
        : result.getClass().getSimpleName();
  }
}
