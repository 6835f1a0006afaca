/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;

/**
 * Finds servers that accept connections and do nothing more, and takes the other connections to
 * such a server out of use.
 */
final class ServerHealth extends LDAPConnectionPoolHealthCheck {
  private final Quarantine quarantine;

  ServerHealth(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  @Override
  public void ensureNewConnectionValid(LDAPConnection connection) throws LDAPException {
    readRoot(connection);
  }

  @Override
  public void ensureConnectionValidForCheckout(LDAPConnection connection) throws LDAPException {
    if (quarantine.holds(connection.getConnectionName())) {
      throw new LDAPException(ResultCode.SERVER_DOWN, "the server is in quarantine");
    }
  }

  @Override
  public void ensureConnectionValidForContinuedUse(LDAPConnection connection) throws LDAPException {
    ensureConnectionValidForCheckout(connection);
    try {
      readRoot(connection);
    } catch (LDAPException e) {
      blame(connection, e);
      throw e;
    }
  }

  @Override
  public void ensureConnectionValidAfterException(LDAPConnection connection, LDAPException failure)
      throws LDAPException {
    blame(connection, failure);
    super.ensureConnectionValidAfterException(connection, failure);
  }

  /** A server may close an idle connection; one that keeps silent is dead. */
  private void blame(LDAPConnection connection, LDAPException failure) {
    if (failure.getResultCode().equals(ResultCode.TIMEOUT)) {
      quarantine.add(connection.getConnectionName());
    }
  }

  /** Any answer is a sign of life, also that this may not be read. */
  private static void readRoot(LDAPConnection connection) throws LDAPException {
    try {
      connection.search(
          new SearchRequest(
              "",
              SearchScope.BASE,
              Filter.createPresenceFilter("objectClass"),
              SearchRequest.NO_ATTRIBUTES));
    } catch (LDAPException e) {
      if (!ResultCode.isConnectionUsable(e.getResultCode())) {
        throw e;
      }
    }
  }
}
