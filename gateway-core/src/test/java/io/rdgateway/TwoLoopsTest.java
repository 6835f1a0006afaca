/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.LeakPresenceDetector;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two channels whose connections are on two event loops. */
class TwoLoopsTest {
  private final Failing users = new Failing();

  /** Knows everybody until it breaks. */
  private static final class Failing implements Authenticator {
    private final Authenticator users = new TestGateway.Passwords();
    private volatile boolean broken;

    @Override
    public List<AuthScheme> schemes() {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      return users.schemes();
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
        throws Exception {
      return users.proceed(credential, context);
    }
  }

  @AfterEach
  void noBufferIsLeft() {
    LeakPresenceDetector.check();
  }

  /** What one loop does for a connection of another is in no pipeline that would hear of it. */
  @Test
  void aFailureOnTheLoopOfTheTunnelEndsBothConnections() {
    try (TestGateway gateway =
            TestGateway.start(
                TlsSource.insecurePlainHttp(),
                users,
                TestGateway.EVERYTHING,
                builder -> builder.eventLoops(2));
        RawClient out = gateway.connect();
        RawClient in = gateway.connect()) {
      String alice = Requests.basic("alice", TestGateway.PASSWORD);
      assertEquals(200, out.send(Requests.out(alice)).status());
      out.bytes(10);
      assertEquals(200, in.send(Requests.in(alice)).status());
      users.broken = true;
      in.send(Requests.inData("") + "1\r\nx\r\n");
      assertTrue(out.isEnded());
      assertTrue(in.isEnded());
    }
  }
}
