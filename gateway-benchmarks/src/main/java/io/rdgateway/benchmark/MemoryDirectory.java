/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.rdgateway.auth.ldap.LdapServer;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A directory with Alice, her group and the group above, which counts who connects. */
final class MemoryDirectory implements AutoCloseable {
  static final String BASE = "dc=example";
  static final String SERVICE = "cn=gateway,dc=example";
  static final String PASSWORD = "a password of the benchmark";

  private final Set<Long> lookups = ConcurrentHashMap.newKeySet();
  private final Set<Long> binds = ConcurrentHashMap.newKeySet();
  private final InMemoryDirectoryServer server;

  MemoryDirectory() {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
      config.setSchema(null);
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig(
              "plain", InetAddress.getLoopbackAddress(), 0, null));
      config.addAdditionalBindCredentials(SERVICE, PASSWORD);
      config.addInMemoryOperationInterceptor(new Counter());
      server = new InMemoryDirectoryServer(config);
      server.add("dn: dc=example", "objectClass: domain", "dc: example");
      server.add(
          "dn: uid=alice,dc=example",
          "objectClass: person",
          "uid: alice",
          "userPassword: " + PASSWORD,
          "memberOf: cn=helpdesk,dc=example");
      server.add(
          "dn: cn=helpdesk,dc=example",
          "objectClass: groupOfNames",
          "cn: helpdesk",
          "memberOf: cn=staff,dc=example");
      server.add("dn: cn=staff,dc=example", "objectClass: groupOfNames", "cn: staff");
      server.startListening();
    } catch (LDAPException | LDIFException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a directory has been. */
  static LdapServer dead() {
    try (MemoryDirectory gone = new MemoryDirectory()) {
      return gone.address();
    }
  }

  LdapServer address() {
    return new LdapServer("127.0.0.1", server.getListenPort());
  }

  /** How many connections have searched. */
  int lookups() {
    return lookups.size();
  }

  /** How many connections have bound as a user. */
  int binds() {
    return binds.size();
  }

  @Override
  public void close() {
    server.shutDown(true);
  }

  private final class Counter extends InMemoryOperationInterceptor {
    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
      if (!request.getRequest().getBaseDN().isEmpty()) { // no health check
        lookups.add(request.getConnectionID());
      }
    }

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
      if (!request.getRequest().getBindDN().equals(SERVICE)) {
        binds.add(request.getConnectionID());
      }
    }
  }
}
