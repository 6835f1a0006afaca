/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.otp.CodePlacement;
import io.rdgateway.auth.radius.NasIdentity;
import io.rdgateway.auth.radius.PasswordMethod;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.radius.RadiusConnectionPolicy;
import io.rdgateway.auth.radius.RadiusOutcome;
import io.rdgateway.auth.radius.RadiusServer;
import io.rdgateway.auth.radius.RadiusSignIn;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FreeRADIUS and this client understand each other. */
@Timeout(60)
class RadiusIT {
  private static final NasIdentity NAS = NasIdentity.of("gateway.test");

  @TempDir private Path folder;

  private FreeRadius radius() {
    return FreeRadius.start(folder, true, Duration.ZERO);
  }

  private static RadiusOutcome signIn(
      RadiusServer server, PasswordMethod method, String name, String password) throws Exception {
    try (RadiusClient client = RadiusClient.open(List.of(server))) {
      return RadiusSignIn.builder(client, NAS)
          .method(method)
          .code(CodePlacement.afterSeparator(","))
          .build()
          .begin(name, password, null)
          .get(30, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void passwords(PasswordMethod method) throws Exception {
    try (FreeRadius radius = radius()) {
      RadiusServer server = radius.server().build();
      var accepted =
          assertInstanceOf(
              RadiusOutcome.Accepted.class,
              signIn(server, method, "alice", FreeRadius.ALICE),
              radius::output);
      assertEquals(Set.of("staff"), accepted.identity().groups());
      var refused =
          assertInstanceOf(
              RadiusOutcome.Refused.class, signIn(server, method, "alice", "not that"));
      assertEquals("bad-credentials", refused.reason().code());
      assertEquals(2, radius.requests().size());
    }
  }

  @Test
  void challenge() throws Exception {
    try (FreeRadius radius = radius();
        RadiusClient client = RadiusClient.open(List.of(radius.server().build()))) {
      RadiusSignIn signIn = RadiusSignIn.builder(client, NAS).build();
      for (String answer : List.of(FreeRadius.CODE, "654321")) {
        var challenged =
            assertInstanceOf(
                RadiusOutcome.Challenged.class,
                signIn.begin("bob", FreeRadius.BOB, null).get(30, TimeUnit.SECONDS),
                radius::output);
        assertEquals("Enter the code of your token", challenged.prompt());
        RadiusOutcome outcome = challenged.answer(answer).get(30, TimeUnit.SECONDS);
        assertEquals(
            answer.equals(FreeRadius.CODE), outcome instanceof RadiusOutcome.Accepted, answer);
      }
      assertInstanceOf(
          RadiusOutcome.Accepted.class,
          signIn(
              radius.server().build(),
              PasswordMethod.PAP,
              "bob",
              FreeRadius.BOB + "," + FreeRadius.CODE));
    }
  }

  @Test
  void termsOfATunnel() throws Exception {
    try (FreeRadius radius = radius();
        RadiusClient client = RadiusClient.open(List.of(radius.server().build()))) {
      var allowed =
          assertInstanceOf(
              Decision.Allow.class,
              RadiusConnectionPolicy.builder(client, NAS).build().authorizeTunnel(tunnel()),
              radius::output);
      assertEquals(
          new TunnelGrant(
              Set.of(Redirection.DRIVE, Redirection.CLIPBOARD),
              Duration.ofMinutes(30),
              Duration.ofHours(8),
              true,
              Map.of(
                  RadiusConnectionPolicy.CLASS,
                  "636c617373",
                  RadiusConnectionPolicy.FILTER_ID,
                  "staff")),
          allowed.grant());
      Map<String, String> request = radius.requests().get(0);
      assertEquals("alice", request.get("User-Name"));
      assertEquals("Virtual", request.get("NAS-Port-Type"));
      assertEquals("PC7", request.get("MS-Machine-Name"));
      assertEquals("Terminal-Server-Gateway", request.get("MS-Network-Access-Server-Type"));
      assertEquals("192.0.2.9", request.get("Calling-Station-Id"));
    }
  }

  private static TunnelRequest tunnel() {
    return new TunnelRequest(
        UserPrincipal.of("1", "alice", Set.of(), AuthScheme.NTLM, Instant.EPOCH),
        new ConnectionInfo(
            "c1",
            TransportKind.WEBSOCKET,
            new InetSocketAddress("192.0.2.9", 50000),
            new InetSocketAddress("192.0.2.1", 443),
            "TLSv1.3",
            List.of(),
            null,
            null,
            null,
            null),
        "PC7",
        new Capabilities(0),
        Occasion.OPEN,
        null);
  }

  /** Debian's own answers have no Message-Authenticator unless its configuration adds one. */
  @Test
  void aServerThatDoesNotSignIsNotBelieved() throws Exception {
    try (FreeRadius radius = radius()) {
      var refused =
          assertInstanceOf(
              RadiusOutcome.Refused.class,
              signIn(radius.old().build(), PasswordMethod.PAP, "alice", FreeRadius.ALICE));
      assertEquals("timed-out", refused.reason().code());
      assertTrue(
          refused.reason().explanation().contains("no Message-Authenticator"),
          refused.reason()::toString);
      RadiusServer excepted = radius.old().insecureAllowMissingMessageAuthenticator().build();
      assertInstanceOf(
          RadiusOutcome.Accepted.class,
          signIn(excepted, PasswordMethod.PAP, "alice", FreeRadius.ALICE));
    }
  }
}
