/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ReferralConnector;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to the first server that answers. Servers in quarantine come last, since all of
 * them may be there. Written here because the SDK's own sets either ask a dead server again and
 * again or need a thread.
 *
 * <p>A refused service account is not a dead server: no other one is tried, and nobody tries again
 * for the time of the quarantine, or a changed password would soon lock the account.
 */
final class ServerRing extends ServerSet {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRing.class);
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private final LdapConnectionSettings settings;
  private final boolean asService;
  private final Quarantine quarantine;
  private final LongSupplier nanoTime;
  private final SSLSocketFactory sockets;
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();

  /** When the service account was refused, and how. */
  private record Refusal(LDAPException why, long since) {}

  ServerRing(
      LdapConnectionSettings settings,
      boolean asService,
      Quarantine quarantine,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.asService = asService;
    this.quarantine = quarantine;
    this.nanoTime = nanoTime;
    this.sockets = settings.sockets();
  }

  @Override
  public boolean includesPostConnectProcessing() {
    return true;
  }

  @Override
  public LDAPConnection getConnection() throws LDAPException {
    return getConnection(null);
  }

  @Override
  public LDAPConnection getConnection(@Nullable LDAPConnectionPoolHealthCheck healthCheck)
      throws LDAPException {
    LDAPException last = null;
    for (LdapServer server : inOrder()) {
      try {
        LDAPConnection connection = open(server, healthCheck);
        quarantine.release(server.toString());
        return connection;
      } catch (LDAPException e) {
        if (ResultCode.isConnectionUsable(e.getResultCode())) {
          throw e; // the server lives and says no
        }
        if (!quarantine.holds(server.toString())) {
          LOG.warn("the directory server {} fails: {}", server, Sentences.of(e));
        }
        quarantine.add(server.toString());
        last = e;
      }
    }
    throw last == null ? new LDAPException(ResultCode.CONNECT_ERROR) : last;
  }

  private List<LdapServer> inOrder() {
    List<LdapServer> order = new ArrayList<>(settings.servers());
    order.removeIf(server -> quarantine.holds(server.toString()));
    settings.servers().stream().filter(server -> !order.contains(server)).forEach(order::add);
    return order;
  }

  /** A connection to this very server. */
  LDAPConnection open(LdapServer server, @Nullable LDAPConnectionPoolHealthCheck healthCheck)
      throws LDAPException {
    BindRequest bind = asService ? serviceBind() : null;
    boolean ldaps = settings.security() == LdapConnectionSettings.Security.LDAPS;
    boolean startTls = settings.security() == LdapConnectionSettings.Security.START_TLS;
    SSLSocketFactory tls =
        new TlsSockets(sockets, server.host(), settings.verified(), settings.connectTimeout());
    LDAPConnection connection =
        new LDAPConnection(ldaps ? tls : null, options(), server.host(), server.port());
    connection.setConnectionName(server.toString());
    try {
      doBindPostConnectAndHealthCheckProcessing(
          connection, bind, startTls ? new StartTLSPostConnectProcessor(tls) : null, healthCheck);
    } catch (LDAPException e) {
      if (bind != null && e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        LOG.error(
            "the directory refuses the service account {}; correct its name and password",
            settings.serviceDn());
        refusal.set(new Refusal(e, nanoTime.getAsLong()));
      }
      throw e;
    }
    associateConnectionWithThisServerSet(connection);
    return connection;
  }

  private BindRequest serviceBind() throws LDAPException {
    Refusal refused = refusal.get();
    if (refused != null) {
      if (nanoTime.getAsLong() - refused.since() < settings.quarantine().toNanos()) {
        throw refused.why();
      }
      refusal.set(null);
    }
    ServicePassword source = settings.servicePassword();
    if (source == null) {
      throw new LDAPException(ResultCode.PARAM_ERROR, "there is no service account");
    }
    try {
      return new SimpleBindRequest(settings.serviceDn(), source.read());
    } catch (IOException e) {
      throw new LDAPException(ResultCode.PARAM_ERROR, e.getMessage(), e);
    }
  }

  private LDAPConnectionOptions options() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(true); // no thread for each connection
    options.setConnectTimeoutMillis((int) settings.connectTimeout().toMillis());
    options.setResponseTimeoutMillis(settings.responseTimeout().toMillis());
    options.setAbandonOnTimeout(false);
    options.setMaxMessageSize(MAX_MESSAGE_BYTES);
    options.setBindWithDNRequiresPassword(true);
    options.setAllowConcurrentSocketFactoryUse(true);
    options.setFollowReferrals(asService && !settings.referralServers().isEmpty());
    options.setReferralHopLimit(2);
    options.setReferralConnector(new ToListedServers());
    return options;
  }

  /** A referral is a wish of the server; where the password goes is the administrator's. */
  private final class ToListedServers implements ReferralConnector {
    @Override
    public LDAPConnection getReferralConnection(LDAPURL url, LDAPConnection connection)
        throws LDAPException {
      for (LdapServer listed : settings.referralServers()) {
        if (listed.host().equalsIgnoreCase(url.getHost()) && listed.port() == url.getPort()) {
          return open(listed, null);
        }
      }
      throw new LDAPException(
          ResultCode.REFERRAL, "the directory refers to a server that is not listed for referrals");
    }
  }
}
