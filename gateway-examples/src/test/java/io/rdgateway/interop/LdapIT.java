/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.auth.ldap.DirectoryReport;
import io.rdgateway.auth.ldap.GroupLookup;
import io.rdgateway.auth.ldap.GroupSettings;
import io.rdgateway.auth.ldap.LdapConnectionSettings;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ldap.LdapDomain;
import io.rdgateway.auth.ldap.UserSchema;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users and groups of OpenLDAP decide who gets through. */
@Timeout(120)
class LdapIT {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final String ALICE = "uid=alice," + Slapd.PEOPLE;

  @TempDir private Path folder;
  private Slapd slapd;
  private LdapDirectory directory;
  private ScriptedHost host;
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    slapd = Slapd.start(folder);
    directory = directory(LdapConnectionSettings.ldaps(slapd.ldaps()), GroupLookup.MEMBER_OF);
    host = ScriptedHost.start();
    gateway =
        TestGateway.start(
            directory.authenticator(TargetNames.standAlone("gateway.test")),
            RulePolicy.builder()
                .connectionRule(
                    ConnectionRule.builder("tunnels", Subjects.ofGroups("remote")).build())
                .resourceRule(
                    ResourceRule.builder("host", Subjects.ofGroups("cn=desktops," + Slapd.GROUPS))
                        .hosts("127.0.0.1")
                        .ports(host.port())
                        .build())
                .build());
  }

  private LdapDirectory directory(LdapConnectionSettings.Builder settings, GroupLookup lookup) {
    return LdapDirectory.builder(
            settings
                .trustPem(slapd.certificate())
                .serviceAccount(Slapd.SERVICE, slapd::password)
                .build(),
            UserSchema.openLdap().attributes(Map.of("roomNumber", "room")).build(),
            GroupSettings.openLdap(lookup).base(Slapd.GROUPS).build(),
            LdapDomain.of(Slapd.PEOPLE))
        .ntHashAttribute("sambaNTPassword")
        .build();
  }

  @AfterEach
  void stop() {
    gateway.close();
    host.close();
    directory.close();
    slapd.close();
  }

  private GatewayChannel open(String user, String password) throws GatewayClientException {
    return GatewayClient.builder(gateway.address(), TestGateway.PORT)
        .credentials(ClientCredentials.basic(user, password))
        .transport(TransportKind.WEBSOCKET)
        .insecureTrustAnyCertificate()
        .build()
        .open("127.0.0.1", host.port());
  }

  private FreeRdp freeRdp(Route route, Display display, String password) {
    return FreeRdp.start(
        route, folder, display, gateway, password, "127.0.0.1:" + host.port(), "unused");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void freeRdpSignsInByNtlmWithTheHashOfTheDirectory(Route route) throws Exception {
    try (Display display = Display.open(folder);
        FreeRdp client = freeRdp(route, display, slapd.password())) {
      host.awaitRdp(CONNECT);
      assertTrue(client.isAlive(), client::output);
      GatewayEvent.SignedIn signedIn = gateway.events().await(GatewayEvent.SignedIn.class, SOON);
      assertEquals("alice", signedIn.principal().name(), signedIn::toString);
    }
  }

  @Test
  void basicAndNestedGroupsDecide() throws Exception {
    try (GatewayChannel channel = open("alice", slapd.password())) {
      gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      assertTrue(channel.output() != null);
    }
    // In no group: no tunnel. In a group that opens tunnels and no host: no channel.
    assertThrows(GatewayClientException.class, () -> open("bob", slapd.password()).close());
    gateway.events().await(GatewayEvent.TunnelDenied.class, SOON);
    assertThrows(GatewayClientException.class, () -> open("carol", slapd.password()).close());
    gateway.events().await(GatewayEvent.ChannelDenied.class, SOON);
    assertEquals(1, gateway.events().of(GatewayEvent.ChannelOpened.class).size());
  }

  @Test
  void wrongPasswordsAndUnknownNames() {
    assertThrows(GatewayClientException.class, () -> open("alice", "wrong").close());
    assertEquals("wrong-password", refusal(1));
    assertThrows(GatewayClientException.class, () -> open("nobody", "wrong").close());
    assertEquals("unknown-user", refusal(2));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_2_WEBSOCKET", "FREERDP_3_WEBSOCKET"})
  void aUserWhomTheAdministratorLocksIsRefused(Route route) throws Exception {
    slapd.change(
        """
        dn: %s
        changetype: modify
        add: pwdAccountLockedTime
        pwdAccountLockedTime: 000001010000Z
        """
            .formatted(ALICE));
    assertThrows(GatewayClientException.class, () -> open("alice", slapd.password()).close());
    assertEquals("account-locked", refusal(1));
    try (Display display = Display.open(folder);
        FreeRdp client = freeRdp(route, display, slapd.password())) {
      assertTrue(client.endsWithin(CONNECT), client::output);
      assertEquals("account-locked", refusal(2));
      assertEquals(0, host.connections());
    }
  }

  @Test
  void wrongPasswordsLockTheUserOut() {
    for (int i = 0; i < 3; i++) {
      assertThrows(GatewayClientException.class, () -> open("alice", "wrong").close());
    }
    assertThrows(GatewayClientException.class, () -> open("alice", slapd.password()).close());
    assertEquals("account-locked", refusal(4));
  }

  /** The reason of a refusal of this test, counted from 1. */
  private String refusal(int number) {
    Await.until(
        SOON, () -> gateway.events().of(GatewayEvent.SignInRejected.class).size() >= number);
    var refusals = gateway.events().of(GatewayEvent.SignInRejected.class);
    assertTrue(refusals.size() >= number, () -> "too few refusals: " + gateway.events());
    return refusals.get(number - 1).reason().code();
  }

  @Test
  void whoLeavesTheGroupLosesTheTunnelAtTheNextReview() throws Exception {
    try (GatewayChannel channel = open("alice", slapd.password())) {
      gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      gateway.review();
      assertEquals(0, gateway.events().of(GatewayEvent.TunnelClosed.class).size());
      slapd.change(
          """
          dn: cn=helpdesk,%s
          changetype: modify
          delete: member
          member: %s
          """
              .formatted(Slapd.GROUPS, ALICE));
      gateway.review();
      GatewayEvent.TunnelClosed closed =
          gateway.events().await(GatewayEvent.TunnelClosed.class, SOON);
      assertEquals(CloseReason.Kind.NOT_AUTHORIZED, closed.reason().kind(), closed::toString);
      assertEquals(-1, channel.input().read());
    }
  }

  @Test
  void whoIsDeletedLosesTheTunnelAtTheNextReview() throws Exception {
    try (GatewayChannel channel = open("alice", slapd.password())) {
      gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      slapd.change("dn: " + ALICE + "\nchangetype: delete\n");
      gateway.review();
      GatewayEvent.TunnelClosed closed =
          gateway.events().await(GatewayEvent.TunnelClosed.class, SOON);
      assertEquals(CloseReason.Kind.REVOKED, closed.reason().kind(), closed::toString);
      assertEquals(-1, channel.input().read());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMBER_OF", "MEMBER_SEARCH"})
  void startTlsAndTheCheck(GroupLookup lookup) {
    try (LdapDirectory other =
        directory(LdapConnectionSettings.startTls(slapd.startTls()), lookup)) {
      DirectoryReport report = other.check("alice");
      assertTrue(report.good(), report::toString);
      DirectoryReport.UserReport alice = Objects.requireNonNull(report.user());
      assertEquals(ALICE, alice.dn());
      assertTrue(alice.ntlm());
      var groups = Objects.requireNonNull(alice.identity()).groups();
      assertTrue(groups.containsAll(List.of("helpdesk", "desktops", "remote")), groups::toString);
      assertTrue(!groups.contains("contractors"), groups::toString);
    }
  }
}
