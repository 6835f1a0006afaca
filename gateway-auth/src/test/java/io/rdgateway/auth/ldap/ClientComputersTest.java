/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.activeDirectory;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Fixtures;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClientComputersTest {
  private final TestDirectory server = activeDirectory();
  private final LdapDirectory directory = activeDirectory(server, GroupLookup.MEMBER_OF).build();
  private final ConnectionPolicy policy =
      directory.forClientComputers(
          List.of("REMOTE"), request -> Decision.allow(TunnelGrant.unrestricted()));

  ClientComputersTest() throws LDAPException {}

  @AfterEach
  void close() {
    directory.close();
    server.close();
  }

  private static TunnelRequest request(String clientName) {
    return new TunnelRequest(
        UserPrincipal.of("1", "alice", Set.of(), AuthScheme.BASIC, Shapes.NOW),
        Fixtures.context().connection(),
        clientName,
        new Capabilities(0),
        Occasion.OPEN,
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PC1", "pc1", "pc1.corp.example"})
  void groupsOfAComputerAreNestedToo(String name) throws Exception {
    Set<String> groups = directory.computerGroups(name);
    assertTrue(groups.containsAll(Set.of("Desktops", "Remote")), groups::toString);
    assertInstanceOf(Decision.Allow.class, policy.authorizeTunnel(request(name)));
    assertInstanceOf(Decision.Allow.class, policy.authorizeTunnelAsync(request(name)).join());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PC2", "*", "PC1$", "PC1*", "alice", "P\0C1", ".", "PC1)(cn=*"})
  void othersAreNotItsBusiness(String name) throws Exception {
    assertEquals(Set.of(), directory.computerGroups(name));
    assertInstanceOf(Decision.NotApplicable.class, policy.authorizeTunnel(request(name)));
    assertInstanceOf(
        Decision.NotApplicable.class, policy.authorizeTunnelAsync(request(name)).join());
  }

  @Test
  void aDirectoryThatDoesNotAnswerAllowsNothing() {
    server.server.shutDown(true);
    assertThrows(IOException.class, () -> policy.authorizeTunnel(request("PC1")));
    assertThrows(
        CompletionException.class, () -> policy.authorizeTunnelAsync(request("PC1")).join());
  }

  @Test
  void withoutAGroupThereIsNoPolicy() {
    assertThrows(
        ConfigurationException.class, () -> directory.forClientComputers(List.of(), policy));
    assertFalse(policy.toString().isEmpty());
  }
}
