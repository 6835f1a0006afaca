/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A directory server in memory that tells what it was asked, and can be made to fail. */
final class TestDirectory implements AutoCloseable {
  static final String SERVICE = "cn=gateway,ou=services,dc=example";
  static final String SERVICE_PASSWORD = "Service-1";

  final InMemoryDirectoryServer server;

  /** Binds and searches of the gateway after its connections have been opened. */
  final List<String> operations = new CopyOnWriteArrayList<>();

  /** What the server says to the bind of a name, in place of what it would say. */
  final Map<String, LDAPException> bindErrors = new ConcurrentHashMap<>();

  /** The connections that searches came by. */
  final Set<Long> connections = ConcurrentHashMap.newKeySet();

  /** The connections that users bound by. */
  final Set<Long> bindConnections = ConcurrentHashMap.newKeySet();

  /** Controls that it adds to the success of a bind. */
  final Map<String, Control> bindControls = new ConcurrentHashMap<>();

  /** What it says to every search for users. */
  volatile @Nullable LDAPException searchError;

  /** Holds every search while it is there. */
  volatile @Nullable CountDownLatch hold;

  /** Counts the searches that are held. */
  final Semaphore held = new Semaphore(0);

  private TestDirectory(
      @Nullable TestCertificates certificates, boolean ldaps, int port, String... bases)
      throws LDAPException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(bases);
    config.setSchema(null);
    config.addAdditionalBindCredentials(SERVICE, SERVICE_PASSWORD);
    config.addInMemoryOperationInterceptor(new Interceptor());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (certificates == null) {
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig("plain", loopback, port, null));
    } else if (ldaps) {
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPSConfig(
              "ldaps",
              loopback,
              0,
              certificates.context().getServerSocketFactory(),
              certificates.context().getSocketFactory()));
    } else {
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig(
              "start-tls", loopback, 0, certificates.context().getSocketFactory()));
    }
    server = new InMemoryDirectoryServer(config);
  }

  static TestDirectory plain(String... bases) throws LDAPException {
    return new TestDirectory(null, false, 0, bases).started();
  }

  /** One that comes back where it was. */
  static TestDirectory plainAt(int port, String... bases) throws LDAPException {
    return new TestDirectory(null, false, port, bases).started();
  }

  static TestDirectory ldaps(TestCertificates certificates, String... bases) throws LDAPException {
    return new TestDirectory(certificates, true, 0, bases).started();
  }

  static TestDirectory startTls(TestCertificates certificates, String... bases)
      throws LDAPException {
    return new TestDirectory(certificates, false, 0, bases).started();
  }

  private TestDirectory started() throws LDAPException {
    server.startListening();
    return this;
  }

  LdapServer address() {
    return new LdapServer("127.0.0.1", server.getListenPort());
  }

  /** Settings for this server, without TLS. */
  LdapConnectionSettings.Builder settings() {
    return LdapConnectionSettings.insecurePlain(address())
        .serviceAccount(SERVICE, () -> SERVICE_PASSWORD);
  }

  void add(String... lines) {
    try {
      server.add(lines);
    } catch (LDAPException | LDIFException e) {
      throw new IllegalArgumentException(lines[0], e);
    }
  }

  void modify(String... lines) {
    try {
      server.modify(lines);
    } catch (LDAPException | LDIFException e) {
      throw new IllegalArgumentException(lines[0], e);
    }
  }

  void delete(String dn) throws LDAPException {
    server.delete(dn);
  }

  /** The kinds of the operations, in their order. */
  List<String> kinds() {
    return operations.stream().map(operation -> operation.split(" ", 2)[0]).toList();
  }

  /** Answers the next binds to a name with a sub-error of Active Directory. */
  void subError(String dn, String code) {
    bindErrors.put(
        dn,
        new LDAPException(
            ResultCode.INVALID_CREDENTIALS,
            "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data "
                + code
                + ", v4563"));
  }

  @Override
  public void close() {
    CountDownLatch latch = hold;
    if (latch != null) {
      latch.countDown();
    }
    server.shutDown(true);
  }

  /** Every group of Active Directory that a member is in by others: the rule in chain. */
  private Filter chain(String memberDn) throws LDAPException {
    Set<String> found = new LinkedHashSet<>();
    List<String> level = new ArrayList<>(List.of(memberDn));
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String dn : level) {
        for (SearchResultEntry group :
            server
                .search(
                    server.getBaseDNs().get(0).toString(),
                    SearchScope.SUB,
                    Filter.createEqualityFilter("member", dn))
                .getSearchEntries()) {
          if (found.add(group.getDN())) {
            next.add(group.getDN());
          }
        }
      }
      level = next;
    }
    return Filter.createORFilter(
        found.stream().map(dn -> Filter.createEqualityFilter("distinguishedName", dn)).toList());
  }

  private final class Interceptor extends InMemoryOperationInterceptor {
    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
        throws LDAPException {
      String dn = request.getRequest().getBindDN();
      if (!dn.equals(SERVICE)) {
        bindConnections.add(request.getConnectionID());
        operations.add("bind " + dn);
      }
      LDAPException error = bindErrors.get(dn);
      if (error != null) {
        throw error;
      }
    }

    @Override
    public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult result) {
      Control control = bindControls.get(result.getRequest().getBindDN());
      if (control != null && result.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
        result.setResult(
            new BindResult(
                result.getMessageID(),
                ResultCode.SUCCESS,
                null,
                null,
                null,
                new Control[] {control}));
      }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request)
        throws LDAPException {
      SearchRequest search = request.getRequest().duplicate();
      if (search.getBaseDN().isEmpty()) {
        return; // a health check
      }
      connections.add(request.getConnectionID());
      operations.add("search " + search.getBaseDN() + " " + search.getFilter());
      CountDownLatch latch = hold;
      if (latch != null) {
        held.release();
        await(latch);
      }
      LDAPException error = searchError;
      if (error != null) {
        throw error;
      }
      Filter[] parts = search.getFilter().getComponents();
      if (parts.length == 2 && parts[1].getFilterType() == Filter.FILTER_TYPE_EXTENSIBLE_MATCH) {
        search.setFilter(
            Filter.createANDFilter(parts[0], chain(String.valueOf(parts[1].getAssertionValue()))));
        request.setRequest(search);
      }
    }

    private static void await(CountDownLatch latch) throws LDAPException {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LDAPException(ResultCode.UNAVAILABLE, "interrupted", e);
      }
    }
  }
}
