/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.rdgateway.spi.RejectReason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tries passwords by simple binds. */
final class UserBinds {
  private UserBinds() {}

  /** Who binds. */
  interface Binder {
    BindResult bind(SimpleBindRequest request) throws LDAPException;
  }

  /** Binds; null if the directory takes the password. */
  static @Nullable RejectReason refusal(Binder binder, String dn, String password)
      throws LDAPException {
    if (dn.isEmpty() || password.isEmpty()) {
      return LdapRejects.EMPTY_PASSWORD; // an anonymous bind proves nothing
    }
    try {
      return BindRefusals.ofSuccess(
          binder.bind(new SimpleBindRequest(dn, password, BindRefusals.request())));
    } catch (LDAPBindException e) {
      return BindRefusals.ofFailure(e);
    }
  }

  /** A name in the directory that nobody has. */
  static String nobody(LdapDomain domain) {
    return new RDN("cn", UUID.randomUUID().toString()) + "," + domain.base();
  }

  /** A value as it stands in a distinguished name. */
  static String escaped(String value) {
    return new RDN("cn", value).toString().substring("cn=".length());
  }
}
