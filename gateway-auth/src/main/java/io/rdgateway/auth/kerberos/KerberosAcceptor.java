/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.negotiate.GssToken;
import io.rdgateway.auth.negotiate.Mechanism;
import io.rdgateway.auth.negotiate.MechanismExchange;
import io.rdgateway.auth.negotiate.MechanismOid;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Accepts Kerberos tickets for {@code HTTP/host} with the keys of a keytab, which is read anew for
 * each sign-in, so that a new version of a key is good at once. No KDC is asked, and neither {@code
 * krb5.conf} nor a login configuration is needed; several gateways in one JVM may have different
 * keytabs.
 *
 * <p>Each request is judged twice: by this package, which tells apart what is wrong, knows the
 * channel binding and the end of the ticket, and then by the JDK's Kerberos, which gets to see only
 * what has passed. The JDK's tolerance for clocks and its encryption types are those of its {@code
 * krb5.conf}, if the machine has one.
 *
 * <p>Names of services must have two components, the first of them HTTP. Their case does not
 * matter. The encryption types are 17 to 20, all with AES. Tickets between two users, the DCE style
 * and anonymous tickets are refused; delegated tickets are not kept.
 *
 * <p>Refusals carry the reason of {@link KerberosAccounts}, {@code malformed}, {@code
 * kerberos-user-to-user}, {@code kerberos-no-keytab}, {@code kerberos-other-service}, {@code
 * kerberos-no-key}, {@code kerberos-integrity}, {@code kerberos-bad-match}, {@code
 * kerberos-expired}, {@code kerberos-not-yet-valid}, {@code kerberos-clock-skew}, {@code
 * kerberos-replay}, {@code kerberos-replay-cache-full}, {@code kerberos-not-gss}, {@code
 * kerberos-dce-style}, {@code kerberos-no-channel-binding}, {@code kerberos-wrong-channel-binding},
 * {@code kerberos-foreign-realm}, {@code kerberos-anonymous} or {@code kerberos-refused}. The
 * client is told of those for which Kerberos has an error, since its user may have to set a clock.
 *
 * <p>Thread-safe.
 */
public final class KerberosAcceptor implements Mechanism {
  private static final int REMEMBERED_REQUESTS = 100_000;

  /** A sign-in takes two, and they are remembered for ten minutes or a little longer. */
  private static final int REMEMBERED_OF_ONE_CLIENT = 1_000;

  private final Path keytab;
  private final KerberosAccounts accounts;
  private final ChannelBindingPolicy channelBinding;
  private final Set<EndPointBinding> furtherBindings;
  private final Set<String> realms;
  private final boolean endsWithTicket;
  private final InstantSource clock;
  private final ApRequestVerifier verifier;
  private final ReplayCache replays;

  private KerberosAcceptor(Builder builder) {
    keytab = builder.keytab;
    accounts = builder.accounts;
    channelBinding = builder.channelBinding;
    furtherBindings = builder.furtherBindings;
    realms = builder.realms;
    endsWithTicket = builder.endsWithTicket;
    clock = builder.clock;
    verifier = new ApRequestVerifier(builder.clockSkew);
    replays = new ReplayCache(REMEMBERED_REQUESTS, REMEMBERED_OF_ONE_CLIENT, builder.clockSkew);
  }

  /**
   * Starts the configuration.
   *
   * @param keytab a file with keys of {@code HTTP/host}, one for each name by which clients reach
   *     the gateway; keep it from others, since it is as good as the account's password
   * @param accounts where the owners of tickets are looked up
   * @return a builder with safe defaults
   */
  public static Builder builder(Path keytab, KerberosAccounts accounts) {
    return new Builder(keytab, accounts);
  }

  @Override
  public List<MechanismOid> names() {
    return List.of(MechanismOid.KERBEROS, MechanismOid.MICROSOFT_KERBEROS);
  }

  @Override
  public AuthScheme scheme() {
    return AuthScheme.KERBEROS;
  }

  @Override
  public boolean claims(byte[] token) {
    try {
      return GssToken.isFramed(token) && names().contains(GssToken.parse(token).mechanism());
    } catch (DerException e) {
      return false;
    }
  }

  @Override
  public MechanismExchange start() {
    return new KerberosExchange(this);
  }

  /** The keys as they are now. */
  Keytab keytab() throws IOException {
    return Keytab.read(keytab);
  }

  KerberosAccounts accounts() {
    return accounts;
  }

  ChannelBindingPolicy channelBinding() {
    return channelBinding;
  }

  Set<EndPointBinding> furtherBindings() {
    return furtherBindings;
  }

  ApRequestVerifier verifier() {
    return verifier;
  }

  ReplayCache replays() {
    return replays;
  }

  InstantSource clock() {
    return clock;
  }

  boolean acceptsRealm(String realm, KerberosName service) {
    return realm.equals(service.realm()) || realms.contains(realm);
  }

  /** The end of the proof: that of the account, or that of the ticket if it comes first. */
  @Nullable Instant validUntil(@Nullable Instant account, Instant ticketEnd) {
    return endsWithTicket ? earlier(account, ticketEnd) : account;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** A look at the account does not make the ticket live longer. */
  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return accounts
        .revalidate(principal, blocking)
        .thenApply(
            found -> {
              if (!endsWithTicket || !(found instanceof Revalidation.Changed changed)) {
                return found;
              }
              UserPrincipal now = changed.principal();
              UserPrincipal bounded =
                  withEnd(now, earlier(now.validUntil(), principal.validUntil()));
              return bounded.equals(principal)
                  ? new Revalidation.Unchanged()
                  : new Revalidation.Changed(bounded);
            });
  }

  static UserPrincipal withEnd(UserPrincipal principal, @Nullable Instant end) {
    return new UserPrincipal(
        principal.id(),
        principal.name(),
        principal.groups(),
        principal.attributes(),
        principal.scheme(),
        principal.authenticatedAt(),
        end,
        principal.scope());
  }

  /** Configures a {@link KerberosAcceptor}. Not thread-safe. */
  public static final class Builder {
    /** What the JDK's own Kerberos tolerates. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private final Path keytab;
    private final KerberosAccounts accounts;
    private ChannelBindingPolicy channelBinding = ChannelBindingPolicy.WHEN_SENT;
    private Set<EndPointBinding> furtherBindings = Set.of();
    private Set<String> realms = Set.of();
    private boolean endsWithTicket = true;
    private Duration clockSkew = MAX_SKEW;
    private InstantSource clock = Clock.systemUTC();

    private Builder(Path keytab, KerberosAccounts accounts) {
      this.keytab = keytab;
      this.accounts = accounts;
    }

    /**
     * What becomes of channel bindings.
     *
     * @param policy {@link ChannelBindingPolicy#WHEN_SENT} by default
     * @return this
     */
    public Builder channelBinding(ChannelBindingPolicy policy) {
      channelBinding = policy;
      return this;
    }

    /**
     * Further certificates that clients may be bound to: those of proxies in front of the gateway
     * that end TLS. The gateway's own stays good as well.
     *
     * @param certificates none by default
     * @return this
     * @throws ConfigurationException if one has no channel binding
     */
    public Builder furtherCertificates(Collection<X509Certificate> certificates) {
      furtherBindings = ChannelBindingPolicy.furtherBindings(certificates);
      return this;
    }

    /**
     * Lets users of other realms in, besides that of the gateway's own service. The KDC of that
     * realm is trusted to have checked by which realms they came: KDCs of Active Directory leave no
     * mark of it in the ticket.
     *
     * @param trusted the realms, spelled as their KDCs do; none by default
     * @return this
     */
    public Builder foreignRealms(Set<String> trusted) {
      realms = Set.copyOf(trusted);
      return this;
    }

    /**
     * Whether a tunnel may last no longer than the ticket that opened it.
     *
     * @param ends true by default; with false only the account's own end counts
     * @return this
     */
    public Builder endsWithTicket(boolean ends) {
      endsWithTicket = ends;
      return this;
    }

    /**
     * How far a client's clock may be off.
     *
     * @param tolerance more than zero, at most five minutes, which is the default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder clockSkew(Duration tolerance) {
      if (tolerance.isZero() || tolerance.isNegative() || tolerance.compareTo(MAX_SKEW) > 0) {
        throw new ConfigurationException(
            "The tolerance for clocks must be above zero and at most five minutes, not "
                + tolerance
                + ".");
      }
      clockSkew = tolerance;
      return this;
    }

    /**
     * Where the time comes from. The JDK's Kerberos looks at the system's clock all the same.
     *
     * @param source the system's clock by default
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the acceptor
     * @throws ConfigurationException if the keytab cannot be read, or has no key that could be used
     */
    public KerberosAcceptor build() {
      try {
        Keytab keys = Keytab.read(keytab);
        if (keys.entries().stream().noneMatch(ApRequestVerifier::isUsable)) {
          throw new ConfigurationException(
              "The keytab "
                  + keytab
                  + " has no AES key of a service HTTP/host; add one for each name of the gateway.");
        }
      } catch (IOException e) {
        throw new ConfigurationException("The keytab cannot be read: " + e.getMessage(), e);
      }
      return new KerberosAcceptor(this);
    }
  }
}
