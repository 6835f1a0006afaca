/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.UserPrincipal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway with every way to sign in, and an MIT KDC. */
@Timeout(180)
class KerberosIT {
  private static final Duration DESKTOP = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_3_WEBSOCKET", "FREERDP_3_TWO_CHANNELS"})
  void freeRdpOpensTheDesktopWithATicket(Route route) throws Exception {
    opensTheDesktop(route, AuthScheme.KERBEROS);
  }

  /** FreeRDP 2 knows no Kerberos, and FreeRDP 3 without a realm sends bare NTLM messages. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_2_WEBSOCKET", "FREERDP_3_WEBSOCKET"})
  void freeRdpOpensTheDesktopWithoutATicket(Route route) throws Exception {
    opensTheDesktop(route, AuthScheme.NTLM);
  }

  private void opensTheDesktop(Route route, AuthScheme scheme) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    String password = Account.password();
    try (Xrdp host = Xrdp.start(folder, picture);
        KerberosRealm realm = KerberosRealm.start(folder, TestGateway.USER, password);
        TestGateway gateway =
            TestGateway.startWithEverySignIn(host.port(), realm.keytab(), password);
        Display display = Display.open(folder);
        FreeRdp client = client(route, scheme, display, gateway, host, realm)) {
      boolean shown = Await.until(DESKTOP, () -> !client.isAlive() || picture.isOn(display.grab()));
      assertTrue(
          shown && picture.isOn(display.grab()),
          () -> "no desktop: " + client.output() + "; the gateway: " + gateway.events());
      GatewayEvent.ChannelOpened opened =
          gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      assertEquals(route.transport(), opened.subject().connection().transport());
      assertEquals(Set.of(scheme), schemes(gateway));
      assertEquals(
          scheme.equals(AuthScheme.KERBEROS),
          gateway.events().of(GatewayEvent.SignedIn.class).stream()
              .map(GatewayEvent.SignedIn::principal)
              .map(UserPrincipal::validUntil)
              .allMatch(end -> end != null));
      client.kill();
      gateway.assertAllClosed();
    }
  }

  @Test
  void aPolicyThatLeavesKerberosOutRefusesATicketByName() throws Exception {
    String password = Account.password();
    RulePolicy byPassword =
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("typed", Subjects.ofUsers(TestGateway.USER))
                    .schemes(AuthScheme.NTLM, AuthScheme.BASIC)
                    .build())
            .build();
    try (ScriptedHost host = ScriptedHost.start();
        KerberosRealm realm = KerberosRealm.start(folder, TestGateway.USER, password);
        TestGateway gateway =
            TestGateway.startWithEverySignIn(host.port(), realm.keytab(), password, byPassword);
        Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.startInRealm(
                Route.FREERDP_3_WEBSOCKET,
                folder,
                display,
                gateway,
                "127.0.0.1:" + host.port(),
                "nobody-asks",
                realm)) {
      String why =
          gateway.events().await(GatewayEvent.TunnelDenied.class, DESKTOP).reason().explanation();
      assertTrue(why.contains("\"typed\" does not accept the scheme Kerberos"), why);
      assertTrue(client.endsWithin(SOON), () -> "still there: " + client.output());
      assertTrue(client.output().contains("E_PROXY_NAP_ACCESSDENIED"), () -> client.output());
      assertEquals(0, host.connections());
    }
  }

  private FreeRdp client(
      Route route,
      AuthScheme scheme,
      Display display,
      TestGateway gateway,
      Xrdp host,
      KerberosRealm realm) {
    String target = Xrdp.ADDRESS + ":" + host.port();
    return scheme.equals(AuthScheme.KERBEROS)
        ? FreeRdp.startInRealm(route, folder, display, gateway, target, host.password(), realm)
        : FreeRdp.start(
            route, folder, display, gateway, gateway.password(), target, host.password());
  }

  private static Set<AuthScheme> schemes(TestGateway gateway) {
    return gateway.events().of(GatewayEvent.SignedIn.class).stream()
        .map(event -> event.principal().scheme())
        .collect(Collectors.toSet());
  }

  @Test
  void curlSignsInWithATicket() throws Exception {
    String password = Account.password();
    try (ScriptedHost host = ScriptedHost.start();
        KerberosRealm realm = KerberosRealm.start(folder, TestGateway.USER, password);
        TestGateway gateway =
            TestGateway.startWithEverySignIn(host.port(), realm.keytab(), password)) {
      realm.kinit(TestGateway.USER, password);
      try (Child curl =
          Child.start(
              folder.resolve("curl.log"),
              realm.environment(),
              List.of(
                  Peers.program("curl", "curl"),
                  "--silent",
                  "--no-buffer",
                  "--include",
                  "--insecure",
                  "--negotiate",
                  "--user",
                  ":",
                  "--request",
                  "RDG_OUT_DATA",
                  "--header",
                  "RDG-Connection-Id: {7f3c1a52-5a0b-4c0e-9c53-0d6e6a1f2b11}",
                  "https://" + gateway.address() + "/remoteDesktopGateway/"))) {
        // The channel stays open, so curl would wait for its end.
        assertTrue(
            Await.until(SOON, () -> !curl.isAlive() || curl.output().contains("HTTP/1.1 200 ")),
            () -> curl.output() + gateway.events());
        String output = curl.output();
        assertTrue(output.contains("HTTP/1.1 200 "), () -> output + gateway.events());
        assertTrue(output.contains("WWW-Authenticate: Negotiate o"), output);
        gateway.events().await(GatewayEvent.SignedIn.class, SOON); // may be later than the answer
        assertEquals(Set.of(AuthScheme.KERBEROS), schemes(gateway));
      }
    }
  }
}
