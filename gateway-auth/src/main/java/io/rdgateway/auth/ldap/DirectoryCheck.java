/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a directory as an administrator would who has just configured it. */
final class DirectoryCheck {
  private final LdapConnectionSettings settings;
  private final LdapConnections connections;
  private final Accounts accounts;
  private final @Nullable String ntHashAttribute;
  private final boolean helper;

  DirectoryCheck(
      LdapConnectionSettings settings,
      LdapConnections connections,
      Accounts accounts,
      @Nullable String ntHashAttribute,
      boolean helper) {
    this.settings = settings;
    this.connections = connections;
    this.accounts = accounts;
    this.ntHashAttribute = ntHashAttribute;
    this.helper = helper;
  }

  DirectoryReport run(@Nullable String userName) {
    List<DirectoryReport.ServerReport> servers = new ArrayList<>();
    for (LdapServer server : settings.servers()) {
      servers.add(server(server));
    }
    return new DirectoryReport(
        servers, userName == null || !settings.hasServiceAccount() ? null : user(userName));
  }

  private DirectoryReport.ServerReport server(LdapServer server) {
    boolean service = settings.hasServiceAccount();
    try (LDAPConnection connection = connections.openTo(server, service)) {
      boolean encrypted = settings.security() != LdapConnectionSettings.Security.PLAIN;
      return new DirectoryReport.ServerReport(
          server,
          connection.isConnected(),
          (encrypted ? "connected by TLS" : "connected WITHOUT TLS")
              + (service ? ", signed in as " + settings.serviceDn() : ", without signing in"));
    } catch (LDAPException e) {
      return new DirectoryReport.ServerReport(server, false, Sentences.of(e));
    }
  }

  private DirectoryReport.UserReport user(String userName) {
    String[] more = ntHashAttribute == null ? new String[0] : new String[] {ntHashAttribute};
    try {
      UserSearch.Answer answer = accounts.find(connections::search, userName, "", more);
      DirectoryUser user = answer.user();
      if (user == null) {
        return new DirectoryReport.UserReport(null, null, answer.otherwise(), false);
      }
      RejectReason problem = accounts.problem(user, AccountState.Judged.BY_NOBODY);
      Accounts.Admission admission = accounts.identify(connections::search, user);
      Identity identity = admission.identity();
      Optional<String> hash =
          Optional.ofNullable(ntHashAttribute)
              .filter(attribute -> NtHashCheck.hash(user, attribute).isPresent());
      return new DirectoryReport.UserReport(
          user.dn(),
          identity == null ? accounts.bare(user).orElse(null) : identity,
          problem == null && identity == null ? admission.refusal() : problem,
          helper || hash.isPresent());
    } catch (LDAPException e) {
      return new DirectoryReport.UserReport(null, null, LdapDirectory.unavailable(e), false);
    }
  }
}
