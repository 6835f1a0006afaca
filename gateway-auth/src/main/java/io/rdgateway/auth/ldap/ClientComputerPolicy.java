/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A connection policy for clients whose computer is in a group of the directory; the others are not
 * its business. <b>No security boundary:</b> the name of the computer is what the client says, and
 * a client can say anything. It keeps honest machines on their way.
 */
final class ClientComputerPolicy implements ConnectionPolicy {
  private final LdapDirectory directory;
  private final Set<String> groups;
  private final ConnectionPolicy policy;

  ClientComputerPolicy(
      LdapDirectory directory, Collection<String> groups, ConnectionPolicy policy) {
    this.directory = directory;
    this.groups = groups.stream().map(ClientComputerPolicy::fold).collect(Collectors.toSet());
    this.policy = policy;
    if (this.groups.isEmpty()) {
      throw new ConfigurationException("Name at least one group of client computers.");
    }
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception {
    return isMember(request) ? policy.authorizeTunnel(request) : notApplicable();
  }

  @Override
  public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
    try {
      return isMember(request)
          ? policy.authorizeTunnelAsync(request)
          : CompletableFuture.completedFuture(notApplicable());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean isMember(TunnelRequest request) throws IOException {
    return directory.computerGroups(request.clientName()).stream()
        .anyMatch(name -> groups.contains(fold(name)));
  }

  private static Decision<TunnelGrant> notApplicable() {
    return Decision.notApplicable("the client's computer is in none of the groups");
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
      throws Exception {
    return policy.consent(principal, connection);
  }
}
