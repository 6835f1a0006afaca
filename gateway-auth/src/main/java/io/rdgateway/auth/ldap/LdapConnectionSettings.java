/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.util.ssl.TrustAllTrustManager;
import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How the servers of a directory are reached. The first server is used as long as it answers; the
 * others are its replacement, and must hold the same data. Immutable.
 */
public final class LdapConnectionSettings {

  /** How the connection is kept secret. */
  enum Security {
    LDAPS,
    START_TLS,
    PLAIN
  }

  private final Builder values;

  private LdapConnectionSettings(Builder values) {
    this.values = values;
  }

  /**
   * TLS from the first byte, usually on port 636.
   *
   * @param servers at least one
   * @return a builder
   */
  public static Builder ldaps(LdapServer... servers) {
    return new Builder(Security.LDAPS, servers);
  }

  /**
   * TLS by the StartTLS operation, usually on port 389. Nothing is said before it has succeeded.
   *
   * @param servers at least one
   * @return a builder
   */
  public static Builder startTls(LdapServer... servers) {
    return new Builder(Security.START_TLS, servers);
  }

  /**
   * No TLS: everybody on the way reads every password. For a server on the same machine.
   *
   * @param servers at least one
   * @return a builder
   */
  public static Builder insecurePlain(LdapServer... servers) {
    return new Builder(Security.PLAIN, servers);
  }

  List<LdapServer> servers() {
    return values.servers;
  }

  Security security() {
    return values.security;
  }

  SSLSocketFactory sockets() {
    X509TrustManager trust = values.trust;
    return LdapTrust.socketFactory(trust == null ? LdapTrust.authorities(null) : trust);
  }

  /** Whether the certificate must be for the host that was called. */
  boolean verified() {
    return values.verified;
  }

  boolean hasServiceAccount() {
    return values.serviceDn != null;
  }

  @Nullable String serviceDn() {
    return values.serviceDn;
  }

  @Nullable ServicePassword servicePassword() {
    return values.servicePassword;
  }

  Duration connectTimeout() {
    return values.connectTimeout;
  }

  Duration responseTimeout() {
    return values.responseTimeout;
  }

  Duration quarantine() {
    return values.quarantine;
  }

  Duration healthCheckInterval() {
    return values.healthCheckInterval;
  }

  int poolSize() {
    return values.poolSize;
  }

  List<LdapServer> referralServers() {
    return values.referralServers;
  }

  @Override
  public String toString() {
    return "LdapConnectionSettings[" + values.security + " " + values.servers + "]";
  }

  /** Configures connections. Not thread-safe. */
  public static final class Builder implements Cloneable {
    private static final int MAX_POOL = 200;
    private static final Duration MAX_TIME = Duration.ofMinutes(1);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final Security security;
    private final List<LdapServer> servers;
    private @Nullable X509TrustManager trust;
    private boolean verified = true;
    private @Nullable String serviceDn;
    private @Nullable ServicePassword servicePassword;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration responseTimeout = Duration.ofSeconds(5);
    private Duration quarantine = Duration.ofMinutes(1);
    private Duration healthCheckInterval = Duration.ofMinutes(1);
    private int poolSize = 8;
    private List<LdapServer> referralServers = List.of();

    private Builder(Security security, LdapServer... servers) {
      this.security = security;
      this.servers = List.of(servers);
      if (this.servers.isEmpty()) {
        throw new ConfigurationException("Name at least one directory server.");
      }
    }

    /**
     * Trusts other authorities than those of the JVM.
     *
     * @param file certificates in PEM, the only ones that count
     * @return this
     * @throws ConfigurationException if it cannot be read
     */
    public Builder trustPem(Path file) {
      trust = LdapTrust.pem(file);
      verified = true;
      return this;
    }

    /**
     * Lets somebody else judge the certificates. The host name is checked all the same.
     *
     * @param manager judges
     * @return this
     */
    public Builder trust(X509TrustManager manager) {
      trust = LdapTrust.withoutHost(manager);
      verified = true;
      return this;
    }

    /**
     * Takes any certificate for any host: whoever sits in between reads every password.
     *
     * @return this
     */
    public Builder insecureTrustAnyCertificate() {
      trust = new TrustAllTrustManager();
      verified = false;
      return this;
    }

    /**
     * The account that looks users and groups up. Without one users bind directly, and live tunnels
     * cannot be reviewed.
     *
     * @param dn its distinguished name; Active Directory also takes {@code name@domain}
     * @param password where its password is
     * @return this
     * @throws ConfigurationException if the name is empty
     */
    public Builder serviceAccount(String dn, ServicePassword password) {
      if (dn.isBlank()) {
        throw new ConfigurationException("The service account of a directory needs a name.");
      }
      serviceDn = dn;
      servicePassword = password;
      return this;
    }

    /**
     * How long a server may take to accept a connection, and to finish the TLS handshake.
     *
     * @param time 1 ms to one minute; five seconds by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder connectTimeout(Duration time) {
      connectTimeout = within("The time to connect to a directory", time, MAX_TIME);
      return this;
    }

    /**
     * How long a server may take to answer one request.
     *
     * @param time 1 ms to one minute; five seconds by default. A sign-in has several requests, and
     *     one that a dead server leaves unanswered is asked again elsewhere; all of it must fit
     *     into the time that the gateway has for a sign-in
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder responseTimeout(Duration time) {
      responseTimeout = within("The time to answer of a directory", time, MAX_TIME);
      return this;
    }

    /**
     * How long a server that failed is asked only if no other one answers.
     *
     * @param time 1 ms to one hour; one minute by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder quarantine(Duration time) {
      quarantine = within("The quarantine of a directory server", time, MAX_PAUSE);
      return this;
    }

    /**
     * How often idle connections are tried.
     *
     * @param time 1 ms to one hour; one minute by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder healthCheckInterval(Duration time) {
      healthCheckInterval = within("The interval of health checks", time, MAX_PAUSE);
      return this;
    }

    /**
     * How many connections there are at most for look-ups, and as many again for the binds of
     * users. Who finds none free waits for the time to answer.
     *
     * @param connections 1 to 200; eight by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder poolSize(int connections) {
      if (connections < 1 || connections > MAX_POOL) {
        throw new ConfigurationException(
            "The pool of a directory has 1 to " + MAX_POOL + " connections, not " + connections);
      }
      poolSize = connections;
      return this;
    }

    /**
     * Follows the referrals of searches to these servers. The service account signs in there with
     * its password, so they are listed and not taken from the referral. The binds of users are
     * never referred.
     *
     * @param allowed none by default: referrals are not followed
     * @return this
     */
    public Builder followReferralsTo(LdapServer... allowed) {
      referralServers = List.of(allowed);
      return this;
    }

    private static Duration within(String what, Duration time, Duration most) {
      if (time.toMillis() < 1 || time.compareTo(most) > 0) {
        throw new ConfigurationException(
            what + " must be at least one millisecond and at most " + most + ", not " + time + ".");
      }
      return time;
    }

    /**
     * Finishes.
     *
     * @return the settings
     */
    public LdapConnectionSettings build() {
      try {
        return new LdapConnectionSettings((Builder) clone());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
