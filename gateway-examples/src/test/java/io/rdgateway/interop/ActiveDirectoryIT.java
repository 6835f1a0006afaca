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
import io.rdgateway.auth.ldap.NtlmHelper;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Users and groups of an Active Directory, which Samba is, and NTLM through its winbindd. */
@Timeout(180)
class ActiveDirectoryIT {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private static Path shared;
  private static SambaDomain domain;

  @TempDir private Path folder;
  private NtlmHelper helper;
  private LdapDirectory directory;
  private ScriptedHost host;
  private TestGateway gateway;

  @BeforeAll
  static void startDomain() throws Exception {
    domain = SambaDomain.start(shared);
  }

  @AfterAll
  static void stopDomain() {
    domain.close();
  }

  @BeforeEach
  void start() {
    helper = new NtlmHelper(domain.ntlmAuth(), 2, Duration.ofSeconds(20));
    directory = directory(GroupLookup.IN_CHAIN);
    host = ScriptedHost.start();
    gateway =
        TestGateway.start(
            directory.authenticator(
                new TargetNames("DC1", "CORP", "dc1.corp.example", "corp.example")),
            RulePolicy.builder()
                .connectionRule(
                    ConnectionRule.builder("tunnels", Subjects.ofGroups("Remote")).build())
                .resourceRule(
                    ResourceRule.builder("host", Subjects.ofGroups("Desktops"))
                        .hosts("127.0.0.1")
                        .ports(host.port())
                        .build())
                .build());
  }

  private LdapDirectory directory(GroupLookup lookup) {
    return LdapDirectory.builder(
            LdapConnectionSettings.ldaps(domain.ldaps())
                .trustPem(domain.certificate())
                .serviceAccount("Administrator@corp.example", domain::password)
                .build(),
            UserSchema.activeDirectory().build(),
            GroupSettings.activeDirectory(lookup).build(),
            new LdapDomain(SambaDomain.BASE, "CORP", "corp.example"))
        .ntlmHelper(helper)
        .build();
  }

  @AfterEach
  void stop() {
    gateway.close();
    host.close();
    directory.close();
    helper.close();
  }

  private GatewayChannel open(String user) throws GatewayClientException {
    return GatewayClient.builder(gateway.address(), TestGateway.PORT)
        .credentials(ClientCredentials.basic(user, domain.password()))
        .insecureTrustAnyCertificate()
        .build()
        .open("127.0.0.1", host.port());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_2_WEBSOCKET", "FREERDP_3_WEBSOCKET"})
  void freeRdpSignsInByNtlmThroughWinbind(Route route) throws Exception {
    try (Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route,
                folder,
                display,
                gateway,
                domain.password(),
                "127.0.0.1:" + host.port(),
                "unused")) {
      assertTrue(
          Await.until(CONNECT, () -> host.connections() > 0 || !client.isAlive()), client::output);
      host.awaitRdp(SOON);
      GatewayEvent.SignedIn signedIn = gateway.events().await(GatewayEvent.SignedIn.class, SOON);
      assertEquals("CORP\\alice", signedIn.principal().name());
      assertTrue(signedIn.principal().id().startsWith("S-1-5-21-"), signedIn::toString);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_2_WEBSOCKET", "FREERDP_3_WEBSOCKET"})
  void aWrongPasswordByNtlmSpoilsNothing(Route route) throws Exception {
    try (Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route, folder, display, gateway, "wrong", "127.0.0.1:" + host.port(), "unused")) {
      assertTrue(client.endsWithin(CONNECT), client::output);
    }
    assertEquals("wrong-password", refusal());
    freeRdpSignsInByNtlmThroughWinbind(route);
  }

  @ParameterizedTest
  @CsvSource({"alice", "CORP\\alice", "alice@corp.example"})
  void basic(String name) throws Exception {
    try (GatewayChannel channel = open(name)) {
      gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      assertTrue(channel.output() != null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "disabled,account-disabled",
    "expired,account-expired",
    "novice,password-must-change",
    "nobody,unknown-user"
  })
  void whoMayNotCome(String name, String code) {
    assertThrows(GatewayClientException.class, () -> open(name).close());
    assertEquals(code, refusal());
  }

  private String refusal() {
    return gateway.events().await(GatewayEvent.SignInRejected.class, SOON).reason().code();
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_CHAIN", "TOKEN_GROUPS", "MEMBER_OF"})
  void nestedAndPrimaryGroups(GroupLookup lookup) {
    try (LdapDirectory other = directory(lookup)) {
      DirectoryReport report = other.check("alice");
      assertTrue(report.good(), report::toString);
      Set<String> groups =
          Objects.requireNonNull(Objects.requireNonNull(report.user()).identity()).groups();
      assertTrue(
          groups.containsAll(
              List.of(
                  "Desktops", "Remote", "Domain Users", "CN=Remote,CN=Users," + SambaDomain.BASE)),
          groups::toString);
      assertTrue(!groups.contains("Domain Admins"), groups::toString);
    }
  }

  @Test
  void whoIsDisabledLosesTheTunnelAtTheNextReview() throws Exception {
    try (GatewayChannel channel = open("alice")) {
      gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      domain.managed("user", "disable", "alice");
      try {
        gateway.review();
      } finally {
        domain.managed("user", "enable", "alice");
      }
      GatewayEvent.TunnelClosed closed =
          gateway.events().await(GatewayEvent.TunnelClosed.class, SOON);
      assertEquals(CloseReason.Kind.REVOKED, closed.reason().kind(), closed::toString);
      assertEquals(-1, channel.input().read());
    }
  }
}
