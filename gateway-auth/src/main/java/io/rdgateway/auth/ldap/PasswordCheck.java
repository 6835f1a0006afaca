/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.spi.RejectReason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The two ways to check a password. In both, a name that does not exist causes the same requests as
 * one whose password is wrong.
 */
final class PasswordCheck {
  private final LdapConnections connections;
  private final Accounts accounts;
  private final List<LdapDomain> domains;
  private final @Nullable String template;

  PasswordCheck(
      LdapConnections connections,
      Accounts accounts,
      List<LdapDomain> domains,
      @Nullable String template) {
    this.connections = connections;
    this.accounts = template == null ? accounts : accounts.forgetful();
    this.domains = domains;
    this.template = template;
  }

  Accounts.Admission check(String userName, String password) throws LDAPException {
    return template == null
        ? searchAndBind(userName, password)
        : bindDirectly(template, userName, password);
  }

  private Accounts.Admission searchAndBind(String userName, String password) throws LDAPException {
    UserSearch.Answer answer = accounts.find(connections::search, userName, "");
    DirectoryUser user = answer.user();
    String dn = user == null ? UserBinds.nobody(domains.get(0)) : user.dn();
    RejectReason refusal = UserBinds.refusal(connections::bind, dn, password);
    if (user == null) {
      return new Accounts.Admission(null, answer.otherwise());
    }
    if (refusal != null) {
      boolean silent = refusal.equals(RejectReason.WRONG_PASSWORD);
      return new Accounts.Admission(
          null, silent && accounts.isLocked(user) ? LdapRejects.LOCKED : refusal);
    }
    return accounts.admit(connections::search, user, AccountState.Judged.BY_BIND);
  }

  /** What a user may read of himself and his groups is all there is. */
  private Accounts.Admission bindDirectly(String form, String userName, String password)
      throws LDAPException {
    Optional<LoginName> typed =
        LoginName.parse(userName, "", domains)
            .filter(name -> name.domain() != null && !name.user().isEmpty());
    boolean isDn = form.indexOf('=') >= 0;
    String user = typed.map(LoginName::user).orElseGet(() -> UUID.randomUUID().toString());
    String bindName = form.replace("{name}", isDn ? UserBinds.escaped(user) : user);
    try (LDAPConnection connection = connections.openForUser()) {
      RejectReason refusal = UserBinds.refusal(connection::bind, bindName, password);
      if (typed.isEmpty()) {
        return new Accounts.Admission(null, LdapRejects.BAD_NAME);
      }
      if (refusal != null) {
        return new Accounts.Admission(null, refusal);
      }
      UserSearch.Answer answer = accounts.find(connection::search, isDn ? userName : bindName, "");
      DirectoryUser found = answer.user();
      if (found == null || (isDn && !new DN(found.dn()).equals(new DN(bindName)))) {
        return new Accounts.Admission(
            null,
            answer
                .otherwise()
                .because("the user has bound, but cannot read the own entry, or it is another's"));
      }
      return accounts.admit(connection::search, found, AccountState.Judged.BY_BIND);
    }
  }
}
