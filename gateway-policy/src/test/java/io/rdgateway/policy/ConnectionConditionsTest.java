/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to hold, beside the user, for a connection rule to match. */
class ConnectionConditionsTest {

  private static final Subjects USERS = Subjects.ofGroups("rdg-users");

  /** A Monday. */
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static ConnectionRule.Builder rule() {
    return ConnectionRule.builder("staff", USERS);
  }

  private static Decision<TunnelGrant> ask(TunnelRequest request, ConnectionRule.Builder rule) {
    return RulePolicy.builder()
        .clock(InstantSource.fixed(NOW))
        .connectionRule(rule.build())
        .build()
        .authorizeTunnel(request);
  }

  private static TunnelRequest request(String scheme, String address, String name) {
    return Requests.tunnel(
        Requests.user("1", "alice", AuthScheme.of(scheme), "rdg-users"), address, name);
  }

  private static void assertAllowed(
      boolean allowed, TunnelRequest request, ConnectionRule.Builder rule) {
    assertEquals(allowed, ask(request, rule) instanceof Decision.Allow);
  }

  @ParameterizedTest
  @CsvSource({
    "Basic, PASSWORD",
    "NTLM, PASSWORD",
    "Kerberos, PASSWORD",
    "Negotiate, PASSWORD",
    "SSPI_NTLM, PASSWORD",
    "Certificate, CERTIFICATE",
    "Bearer, TOKEN",
    "PAA, TOKEN",
    "Custom, ",
  })
  void everySchemeIsOfOneClassAndACustomOneOfNone(String scheme, SignInClass expected) {
    TunnelRequest request = request(scheme, "192.0.2.1", "PC");
    assertEquals(expected, SignInClass.of(AuthScheme.of(scheme)));
    for (SignInClass accepted : SignInClass.values()) {
      assertAllowed(accepted == expected, request, rule().signIn(accepted));
    }
    assertAllowed(expected != null, request, rule().signIn(SignInClass.values()));
    assertAllowed(true, request, rule());
  }

  @ParameterizedTest
  @CsvSource({"Basic, true", "basic, true", "PAA, true", "NTLM, false", "Custom, false"})
  void acceptsItsSchemes(String scheme, boolean allowed) {
    assertAllowed(
        allowed,
        request(scheme, "192.0.2.1", "PC"),
        rule().schemes(AuthScheme.BASIC).schemes(AuthScheme.PAA));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::1, 2001:db8::1, true",
    "2001:db8::1, 2001:db8::2, false",
    "::/0, 10.0.0.1, false",
    "::ffff:10.1.2.3, 10.1.2.3, true",
  })
  void acceptsItsNetworks(String network, String address, boolean allowed) {
    TunnelRequest request = request("NTLM", address, "PC");
    assertAllowed(allowed, request, rule().clientNetworks(network));
    assertAllowed(
        allowed, request, rule().clientNetworks("198.51.100.0/24").clientNetworks(network));
  }

  @Test
  void aClientWithoutAddressIsInNoNetwork() {
    TunnelRequest request =
        Requests.tunnel(
            Requests.ALICE, InetSocketAddress.createUnresolved("client.example", 50000), "PC");
    assertAllowed(false, request, rule().clientNetworks("0.0.0.0/0", "::/0"));
    assertAllowed(true, request, rule());
  }

  @ParameterizedTest
  @CsvSource({
    "PC-01, pc-01, true",
    "pc-*, PC-01, true",
    "pc-??, PC-01, true",
    "pc-??, PC-1, false",
    "pc-*, XPC-01, false",
    "*, PC-01, true",
    "*, pc.corp.example, false",
    "*.corp.example, pc.corp.example, true",
    "*.corp.example, a.pc.corp.example, false",
    "*.corp.example, pc.corp.example.evil, false",
    "anna's mac*, Anna's MacBook, true",
    "kim, \u212Aim, false",
    "*, '', true",
    "pc-*, '', false",
  })
  void acceptsItsClientNames(String pattern, String name, boolean allowed) {
    TunnelRequest request = request("NTLM", "192.0.2.1", name);
    assertAllowed(allowed, request, rule().clientNames(pattern));
    assertAllowed(allowed, request, rule().clientNames("other").clientNames(pattern));
  }

  @Test
  void anEndlessClientNameFitsNothing() {
    assertAllowed(true, request("NTLM", "192.0.2.1", "x".repeat(253)), rule().clientNames("*"));
    assertAllowed(false, request("NTLM", "192.0.2.1", "x".repeat(254)), rule().clientNames("*"));
  }

  @ParameterizedTest
  @CsvSource({
    "Mon 11:00-13:00, true",
    "Mon 12:00-13:00, true",
    "Mon 11:00-12:00, false",
    "Tue-Sun 00:00-24:00, false",
  })
  void acceptsItsHours(String window, boolean allowed) {
    assertAllowed(
        allowed,
        request("NTLM", "192.0.2.1", "PC"),
        rule().schedule(Schedule.of(ZoneOffset.UTC, window)));
  }

  @Test
  void goesByTheSystemsTimeUnlessToldOtherwise() {
    Schedule always = Schedule.of(ZoneOffset.UTC, "Mon-Sun 00:00-24:00");
    RulePolicy policy =
        RulePolicy.builder().connectionRule(rule().schedule(always).build()).build();
    assertTrue(policy.authorizeTunnel(Requests.tunnel(Requests.ALICE)) instanceof Decision.Allow);
    Schedule monday = Schedule.of(ZoneOffset.UTC, "Mon 00:00-24:00");
    RulePolicy fixed =
        RulePolicy.builder().connectionRule(rule().schedule(monday).build()).build().toBuilder()
            .clock(InstantSource.fixed(NOW))
            .build();
    assertTrue(fixed.authorizeTunnel(Requests.tunnel(Requests.ALICE)) instanceof Decision.Allow);
    RulePolicy later =
        fixed.toBuilder().clock(InstantSource.fixed(NOW.plus(Duration.ofDays(1)))).build();
    assertFalse(later.authorizeTunnel(Requests.tunnel(Requests.ALICE)) instanceof Decision.Allow);
    assertEquals(fixed, later);
    assertTrue(
        later.toBuilder().build().authorizeTunnel(Requests.tunnel(Requests.ALICE))
            instanceof Decision.Deny);
  }

  /** Each bit switches one condition from one that holds to one that fails. */
  @Test
  void allConditionsHaveToHold() {
    for (int failing = 0; failing < 64; failing++) {
      ConnectionRule.Builder rule =
          ConnectionRule.builder("r", (failing & 1) == 0 ? USERS : Subjects.ofUsers("bob"))
              .signIn((failing & 2) == 0 ? SignInClass.PASSWORD : SignInClass.TOKEN)
              .schemes((failing & 4) == 0 ? AuthScheme.NTLM : AuthScheme.BASIC)
              .clientNetworks((failing & 8) == 0 ? "192.0.2.0/24" : "10.0.0.0/8")
              .clientNames((failing & 16) == 0 ? "PC" : "OTHER")
              .schedule(
                  Schedule.of(
                      ZoneOffset.UTC, (failing & 32) == 0 ? "Mon 12:00-13:00" : "Tue 12:00-13:00"));
      assertAllowed(failing == 0, request("NTLM", "192.0.2.1", "PC"), rule);
    }
  }

  @Test
  void saysEachConditionThatFailed() {
    ConnectionRule.Builder rule =
        ConnectionRule.builder("lab", Subjects.ofUsers("bob"))
            .signIn(SignInClass.PASSWORD)
            .schemes(AuthScheme.BASIC)
            .clientNetworks("10.0.0.0/8")
            .clientNames("OTHER")
            .schedule(Schedule.of(Schedule.zone("Europe/Berlin"), "Mon 08:00-12:00"));
    assertEquals(
        "no connection policy lets the user open a tunnel: \"lab\" names neither the user nor a"
            + " group of the user and does not accept a sign-in by token and does not accept the"
            + " scheme PAA and has no network that holds the client's address and has no client"
            + " name that fits the client's and is closed at this hour (Mon 14:00 in"
            + " Europe/Berlin)",
        explanation(ask(request("PAA", "192.0.2.1", "PC"), rule)));
    assertEquals(
        "no connection policy lets the user open a tunnel: \"staff\" does not accept a sign-in by"
            + " scheme Custom",
        explanation(ask(request("Custom", "192.0.2.1", "PC"), rule().signIn(SignInClass.TOKEN))));
  }

  private static String explanation(Decision<TunnelGrant> decision) {
    return decision instanceof Decision.Deny<TunnelGrant> deny
        ? deny.reason().explanation()
        : String.valueOf(decision);
  }

  @Test
  void reauthenticatesWhereItSaysSo() {
    assertTrue(
        rule()
            .sessionTimeout(Duration.ofHours(1))
            .reauthenticateAtTimeout(true)
            .build()
            .grant()
            .reauthenticateAtTimeout());
    assertFalse(
        rule().sessionTimeout(Duration.ofHours(1)).build().grant().reauthenticateAtTimeout());
    ConnectionRule.Builder never = rule().reauthenticateAtTimeout(true);
    assertThrows(IllegalArgumentException.class, never::build);
  }

  @Test
  void refusesWhatARelayCannotKnow() {
    assertEquals(rule().build(), rule().onlyHostsThatEnforceRedirection(false).build());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> rule().onlyHostsThatEnforceRedirection(true));
    assertTrue(Objects.requireNonNull(e.getMessage()).contains("cannot know"), e.getMessage());
  }

  @Test
  void refusesWhatCannotBeMeant() {
    for (String wrong : new String[] {"", "pc", "10.0.0.1/8", "10.0.0.0/33", "10.1"}) {
      assertThrows(IllegalArgumentException.class, () -> rule().clientNetworks(wrong), wrong);
    }
    for (String wrong : new String[] {"", " ", "a**", "a\u0007", " a", "x".repeat(254)}) {
      assertThrows(IllegalArgumentException.class, () -> rule().clientNames(wrong), wrong);
    }
    for (ConnectionRule.Builder twice :
        new ConnectionRule.Builder[] {
          rule().signIn(SignInClass.TOKEN, SignInClass.TOKEN),
          rule().schemes(AuthScheme.NTLM, AuthScheme.of("ntlm")),
          rule().clientNetworks("10.1.2.3", "10.1.2.3/32"),
          rule().clientNames("pc", "PC"),
        }) {
      assertThrows(IllegalArgumentException.class, twice::build);
    }
  }
}
