/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.Identity;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.basic.PasswordVerifier;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users of a directory. Connections are opened when they are needed; a directory that is down when
 * the gateway starts is no mistake.
 *
 * <p>Users type {@code user}, {@code user@domain} or {@code DOMAIN\\user}. The entry is searched
 * for, and then the password is tried by a bind to it; with {@link Builder#directBind} users bind
 * first and are read with their own rights. A name that does not exist causes the same requests,
 * down to a bind to a name that nobody has. How long the server takes for these is the server's:
 * one with slow password hashes may answer faster for names that it does not know.
 *
 * <p>Refusals carry {@code unknown-user}, {@code wrong-password}, {@code empty-credentials}, {@code
 * ambiguous-user}, {@code no-stable-id}, {@code account-disabled}, {@code account-expired}, {@code
 * account-locked}, {@code account-restricted}, {@code account-unreadable}, {@code account-removed},
 * {@code password-expired}, {@code password-must-change}, {@code logon-hours}, {@code
 * logon-workstation}, {@code smart-card-required}, {@code not-a-user}, {@code too-many-groups},
 * {@code ntlm-not-allowed}, {@code bind-refused} or {@code unavailable}. The client cannot tell any
 * of them apart.
 *
 * <p>NTLM tries no password in the directory, so that wrong ones do not count towards its lock.
 *
 * <p>A review reads the user anew by the stable id. A directory that does not answer then ends the
 * tunnel, like every hook that fails. Thread-safe.
 */
public final class LdapDirectory implements PasswordVerifier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LdapDirectory.class);

  private final LdapConnectionSettings settings;
  private final List<LdapDomain> domains;
  private final LdapConnections connections;
  private final Accounts accounts;
  private final PasswordCheck passwords;
  private final ClientComputers computers;
  private final @Nullable String ntHashAttribute;
  private final @Nullable NtlmHelper ntlmHelper;

  private LdapDirectory(Builder builder) {
    settings = builder.settings;
    domains = List.copyOf(builder.domains);
    connections = new LdapConnections(settings, builder.nanoTime);
    accounts =
        new Accounts(builder.schema, builder.groups, domains, builder.clock, builder.nanoTime);
    passwords = new PasswordCheck(connections, accounts, domains, builder.directBind);
    computers = new ClientComputers(builder.schema, accounts.groups(), domains);
    ntHashAttribute = builder.ntHashAttribute;
    ntlmHelper = builder.ntlmHelper;
  }

  /**
   * Starts the configuration.
   *
   * @param settings where the directory is
   * @param schema what users look like
   * @param groups which groups count
   * @param domain where users are who type no domain
   * @return a builder
   */
  public static Builder builder(
      LdapConnectionSettings settings, UserSchema schema, GroupSettings groups, LdapDomain domain) {
    return new Builder(settings, schema, groups, domain);
  }

  @Override
  public PasswordOutcome verify(String userName, String password, AuthenticationContext context) {
    if (password.isEmpty()) {
      return new PasswordOutcome.Refused(LdapRejects.EMPTY_PASSWORD);
    }
    try {
      Accounts.Admission admission = passwords.check(userName, password);
      Identity identity = admission.identity();
      return identity == null
          ? new PasswordOutcome.Refused(admission.refusal())
          : new PasswordOutcome.Verified(identity);
    } catch (LDAPException e) {
      return new PasswordOutcome.Refused(unavailable(e));
    }
  }

  static RejectReason unavailable(LDAPException e) {
    return RejectReason.UNAVAILABLE.because(
        "the directory did not answer as it should: " + Sentences.of(e));
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return settings.hasServiceAccount()
        ? CompletableFuture.supplyAsync(() -> review(principal), blocking)
        : CompletableFuture.completedFuture(new Revalidation.Unchanged());
  }

  private Revalidation review(UserPrincipal principal) {
    try {
      Optional<DirectoryUser> user = accounts.findById(connections::search, principal.id());
      if (user.isEmpty()) {
        return new Revalidation.Revoked(LdapRejects.REMOVED);
      }
      Accounts.Admission admission =
          accounts.admit(connections::search, user.get(), AccountState.Judged.EARLIER);
      Identity identity = admission.identity();
      return identity == null
          ? new Revalidation.Revoked(admission.refusal())
          : identity.compareWith(principal);
    } catch (LDAPException e) {
      return new Revalidation.Revoked(unavailable(e));
    }
  }

  /**
   * NTLM for the users of this directory.
   *
   * @return empty unless there is a {@link Builder#ntlmHelper helper}, which goes first, or {@link
   *     Builder#ntHashAttribute} names where the hashes are
   */
  public Optional<NtlmVerifier> ntlm() {
    if (ntlmHelper != null) {
      return Optional.of(new HelperCheck(this, ntlmHelper));
    }
    return Optional.ofNullable(ntHashAttribute).map(attribute -> new NtHashCheck(this, attribute));
  }

  /**
   * The sign-in for the users of this directory: NTLM and Negotiate if it can be, and Basic. Says
   * in the log what is not offered, and why.
   *
   * @param names what the gateway says of itself to NTLM clients
   * @return the authenticator; the directory stays the caller's to close
   */
  public Authenticator authenticator(TargetNames names) {
    BasicAuthenticator basic = new BasicAuthenticator(this);
    Optional<NtlmVerifier> verifier = ntlm();
    if (verifier.isEmpty()) {
      LOG.warn(
          "NTLM is not offered for the users of {}: no attribute with NT hashes and no ntlm_auth"
              + " helper is configured. FreeRDP and Windows clients without Kerberos cannot sign in.",
          settings.servers());
      return basic;
    }
    return Authenticators.combine(NtlmAuthenticator.builder(verifier.get(), names).build(), basic);
  }

  /**
   * The groups of a client's computer, by the name that the client gives it. A client can say
   * anything: this is no security boundary.
   *
   * @param clientName as the client states it; the first label counts
   * @return as for users; empty if there is no such computer
   * @throws IOException if the directory does not answer, or the groups are too many
   */
  public Set<String> computerGroups(String clientName) throws IOException {
    try {
      return computers.groups(connections::search, clientName);
    } catch (LDAPException e) {
      throw new IOException(unavailable(e).explanation(), e);
    } catch (GroupLimitException e) {
      throw new IOException(LdapRejects.TOO_MANY_GROUPS.explanation(), e);
    }
  }

  /**
   * A connection policy for clients whose computer is in one of these groups; it is not applicable
   * to the others. <b>No security boundary</b>: the name of the computer is what the client says.
   *
   * @param groups compared without regard to case
   * @param policy decides about the members
   * @return the policy
   * @throws ConfigurationException if there is no group
   */
  public ConnectionPolicy forClientComputers(Collection<String> groups, ConnectionPolicy policy) {
    return new ClientComputerPolicy(this, groups, policy);
  }

  /**
   * Looks whether the configuration works: connects to each server, signs in as the service
   * account, and looks a user up. Blocks.
   *
   * @param userName as the user would type it; null for the servers alone
   * @return what was found
   */
  public DirectoryReport check(@Nullable String userName) {
    return new DirectoryCheck(settings, connections, accounts, ntHashAttribute, ntlmHelper != null)
        .run(userName);
  }

  Accounts accounts() {
    return accounts;
  }

  LdapConnections connections() {
    return connections;
  }

  /** Closes the connections. What is under way fails. */
  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return "LdapDirectory[" + settings + ", " + domains + "]";
  }

  /** Configures a directory. Not thread-safe. */
  public static final class Builder {
    private static final String NAME = "{name}";

    private final LdapConnectionSettings settings;
    private final UserSchema schema;
    private final GroupSettings groups;
    private final List<LdapDomain> domains = new ArrayList<>();
    private @Nullable String directBind;
    private @Nullable String ntHashAttribute;
    private @Nullable NtlmHelper ntlmHelper;
    private InstantSource clock = Clock.systemUTC();
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(
        LdapConnectionSettings settings,
        UserSchema schema,
        GroupSettings groups,
        LdapDomain domain) {
      this.settings = settings;
      this.schema = schema;
      this.groups = groups;
      domains.add(domain);
    }

    /**
     * Another part of the directory, for users who type its name.
     *
     * @param domain with a name that no other one has
     * @return this
     * @throws ConfigurationException if it has no name, or another one has it
     */
    public Builder domain(LdapDomain domain) {
      for (String name : new String[] {domain.netbiosName(), domain.dnsName()}) {
        if (name != null && domains.stream().anyMatch(other -> other.isCalled(name))) {
          throw new ConfigurationException("Two domains of a directory are called " + name + ".");
        }
      }
      if (domain.netbiosName() == null && domain.dnsName() == null) {
        throw new ConfigurationException(
            "A further domain of a directory needs a name by which users can call it.");
      }
      domains.add(domain);
      return this;
    }

    /**
     * Lets users bind by their own name and reads them with their own rights, without a search by
     * the service account before.
     *
     * @param template a distinguished name as in {@code uid={name},ou=people,dc=example}, or for
     *     Active Directory a principal name as in {@code {name}@corp.example}, where the part after
     *     the sign is the DNS name of the domain
     * @return this
     * @throws ConfigurationException if <code>{name}</code> is not in it once
     */
    public Builder directBind(String template) {
      int at = template.indexOf(NAME);
      if (at < 0 || template.indexOf(NAME, at + 1) >= 0) {
        throw new ConfigurationException(
            "A template for direct binds has {name} in it once, as in"
                + " uid={name},ou=people,dc=example.");
      }
      directBind = template;
      return this;
    }

    /**
     * Offers NTLM with the NT hashes in an attribute. Whoever reads a hash can sign in with it: let
     * the service account alone read them, and connect by TLS.
     *
     * @param attribute {@code sambaNTPassword}, with 32 hexadecimal digits, or {@code ipaNTHash},
     *     with 16 bytes
     * @return this
     * @throws ConfigurationException if it cannot be an attribute
     */
    public Builder ntHashAttribute(String attribute) {
      ntHashAttribute = UserSchema.attributeName(attribute);
      return this;
    }

    /**
     * Offers NTLM and lets a domain controller judge the proofs. The first domain here must be the
     * one that the machine has joined: there {@code winbindd} looks for users who type no domain.
     *
     * @param helper stays the caller's to close
     * @return this
     */
    public Builder ntlmHelper(NtlmHelper helper) {
      ntlmHelper = helper;
      return this;
    }

    /**
     * Where the time comes from.
     *
     * @param source the system's clock by default
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** For tests that let time pass. */
    Builder nanoTime(LongSupplier source) {
      nanoTime = source;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the directory, to be closed by the caller
     * @throws ConfigurationException if nobody could look a user up
     */
    public LdapDirectory build() {
      if (!settings.hasServiceAccount()) {
        if (directBind == null || ntHashAttribute != null || ntlmHelper != null) {
          throw new ConfigurationException(
              "A directory needs a service account, unless users bind directly and without NTLM.");
        }
        LOG.warn(
            "the directory {} has no service account, so that live tunnels are not reviewed",
            settings.servers());
      }
      return new LdapDirectory(this);
    }
  }
}
