/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Two pools: connections of the service account look up, and connections that do nothing else bind
 * users, so that what a bind leaves behind on one does not matter. Both open connections when they
 * are needed, and ask again elsewhere when a server does not answer. Thread-safe.
 *
 * <p>If a server takes a bind and keeps its answer to itself, the next one is asked the same: a
 * wrong password then counts twice in the directory.
 */
final class LdapConnections implements AutoCloseable {
  private final LDAPConnectionPool lookups;
  private final LDAPConnectionPool binds;
  private final ServerRing asUser;
  private final ServerRing asService;
  private final int timeLimitSeconds;

  LdapConnections(LdapConnectionSettings settings, LongSupplier nanoTime) {
    Quarantine quarantine = new Quarantine(settings.quarantine(), nanoTime);
    asService = new ServerRing(settings, true, quarantine, nanoTime);
    asUser = new ServerRing(settings, false, quarantine, nanoTime);
    lookups = pool("directory look-ups", asService, settings, quarantine);
    binds = pool("directory binds", asUser, settings, quarantine);
    timeLimitSeconds = (int) Math.max(1, settings.responseTimeout().toSeconds());
  }

  private static LDAPConnectionPool pool(
      String name, ServerRing servers, LdapConnectionSettings settings, Quarantine quarantine) {
    try {
      LDAPConnectionPool pool =
          new LDAPConnectionPool(
              servers, null, 0, settings.poolSize(), 1, null, false, new ServerHealth(quarantine));
      pool.setConnectionPoolName(name);
      pool.setCreateIfNecessary(false);
      pool.setMaxWaitTimeMillis(settings.responseTimeout().toMillis());
      pool.setHealthCheckIntervalMillis(settings.healthCheckInterval().toMillis());
      pool.setRetryFailedOperationsDueToInvalidConnections(
          Set.of(OperationType.SEARCH, OperationType.BIND));
      return pool;
    } catch (LDAPException e) {
      throw new IllegalStateException("a pool that opens nothing cannot fail", e);
    }
  }

  SearchResult search(SearchRequest request) throws LDAPException {
    request.setTimeLimitSeconds(timeLimitSeconds);
    return lookups.search(request);
  }

  /** Binds as a user; what is no success is an exception. */
  BindResult bind(SimpleBindRequest request) throws LDAPException {
    return binds.bind(request);
  }

  /** A connection for a user alone, to bind and then search as that user. */
  LDAPConnection openForUser() throws LDAPException {
    return asUser.getConnection();
  }

  /** A connection to one server, bound as the service account if there is one. */
  LDAPConnection openTo(LdapServer server, boolean service) throws LDAPException {
    return (service ? asService : asUser).open(server, null);
  }

  @Override
  public void close() {
    lookups.close();
    binds.close();
  }
}
