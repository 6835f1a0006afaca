/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.basic.PasswordVerifier;
import io.rdgateway.auth.certificate.CertificateLookup;
import io.rdgateway.auth.certificate.NamedUsers;
import io.rdgateway.auth.kerberos.KerberosAccount;
import io.rdgateway.auth.kerberos.KerberosAccounts;
import io.rdgateway.auth.kerberos.KerberosUser;
import io.rdgateway.auth.ntlm.NtHashLookup;
import io.rdgateway.auth.ntlm.NtHashSource;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Users in memory. They can be added, replaced and removed while the gateway runs; a review then
 * ends the tunnels of those who are gone or disabled, and brings the groups of the others up to
 * date. A changed password ends no tunnel.
 *
 * <p>Names are compared without regard to case. {@code alice}, {@code DOMAIN\alice} and {@code
 * alice@domain} are the same user if the domain is one of those that the store was made with, in
 * whatever form; a name in any other domain is nobody's.
 *
 * <p>A password in clear text is always checked against the slow hash, also for users who have an
 * NT hash, and for names that do not exist against a hash of the same cost. Hashes of different
 * costs in one store let the clock tell which names exist; {@link PasswordHash#create} makes them
 * all alike.
 *
 * <p>Thread-safe.
 */
public final class MemoryUserStore
    implements PasswordVerifier, NtHashSource, KerberosAccounts, NamedUsers {
  private static final RejectReason DISABLED =
      new RejectReason("account-disabled", "the account is disabled");
  private static final RejectReason REMOVED =
      new RejectReason("account-removed", "the account has been removed");
  private static final RejectReason NO_NTLM =
      new RejectReason("ntlm-not-allowed", "the store holds no NT hash of this user");

  private final LoginNames names;
  private volatile Snapshot snapshot = new Snapshot(List.of());

  /**
   * An empty store.
   *
   * @param domains the names that the store's domain goes by, such as {@code CORP} and {@code
   *     corp.example}; none if users type no domain
   * @throws IllegalArgumentException if one is blank
   */
  public MemoryUserStore(String... domains) {
    names = new LoginNames(domains);
  }

  /**
   * Adds a user.
   *
   * @param user a new one
   * @throws IllegalArgumentException if there is a user with this id or name
   */
  public synchronized void add(StoredUser user) {
    List<StoredUser> users = new ArrayList<>(snapshot.byId.values());
    users.add(user);
    snapshot = new Snapshot(users);
  }

  /**
   * Puts a user in place of the one with the same id.
   *
   * @param user the new state
   * @return false, with nothing changed, if there is none
   * @throws IllegalArgumentException if another user has this name
   */
  public synchronized boolean replace(StoredUser user) {
    List<StoredUser> users = new ArrayList<>(snapshot.byId.values());
    if (!users.removeIf(other -> other.identity().id().equals(user.identity().id()))) {
      return false;
    }
    users.add(user);
    snapshot = new Snapshot(users);
    return true;
  }

  /**
   * Removes a user.
   *
   * @param id the stable id
   * @return false if there is none
   */
  public synchronized boolean remove(String id) {
    List<StoredUser> users = new ArrayList<>(snapshot.byId.values());
    boolean found = users.removeIf(user -> user.identity().id().equals(id));
    snapshot = new Snapshot(users);
    return found;
  }

  /**
   * Puts other users in place of all, at once: after a file has changed.
   *
   * @param users the new ones
   * @throws IllegalArgumentException if two have the same id or name; nothing is changed then
   */
  public synchronized void replaceAll(Collection<StoredUser> users) {
    snapshot = new Snapshot(users);
  }

  /**
   * Looks a user up.
   *
   * @param name in any of the forms that a user may type
   * @return the user
   */
  public Optional<StoredUser> find(String name) {
    return Optional.ofNullable(user(snapshot, name, ""));
  }

  private @Nullable StoredUser user(Snapshot users, String name, String domain) {
    return names.user(name, domain).map(users.byName::get).orElse(null);
  }

  @Override
  public PasswordOutcome verify(String userName, String password, AuthenticationContext context)
      throws InterruptedException {
    Snapshot users = snapshot;
    StoredUser user = user(users, userName, "");
    boolean right = users.hashOf(user).verify(password);
    if (user == null) {
      return new PasswordOutcome.Refused(RejectReason.UNKNOWN_USER);
    }
    if (!right) {
      return new PasswordOutcome.Refused(RejectReason.WRONG_PASSWORD);
    }
    return user.enabled()
        ? new PasswordOutcome.Verified(user.identity())
        : new PasswordOutcome.Refused(DISABLED);
  }

  @Override
  public NtHashLookup find(String userName, String domain) {
    StoredUser user = user(snapshot, userName, domain);
    if (user == null) {
      return new NtHashLookup.Missing(RejectReason.UNKNOWN_USER);
    }
    if (!user.enabled()) {
      return new NtHashLookup.Missing(DISABLED);
    }
    return user.ntHash() == null
        ? new NtHashLookup.Missing(NO_NTLM)
        : new NtHashLookup.Found(user.identity(), user.ntHash());
  }

  /**
   * Looks up the owner of a ticket, whose realm has to be one of the store's domains. What a ticket
   * says of groups is not looked at: the store knows them.
   */
  @Override
  public KerberosAccount find(KerberosUser owner, AuthenticationContext context) {
    List<String> components = owner.name().components();
    StoredUser user =
        components.size() == 1 ? user(snapshot, components.get(0), owner.name().realm()) : null;
    if (user == null) {
      return new KerberosAccount.Missing(RejectReason.UNKNOWN_USER);
    }
    return user.enabled()
        ? new KerberosAccount.Found(user.identity())
        : new KerberosAccount.Missing(DISABLED);
  }

  /** Takes a user principal name, or the name of the user; not the subject of a certificate. */
  @Override
  public CertificateLookup byCertifiedName(String name) {
    StoredUser user = user(snapshot, name, "");
    if (user == null) {
      return new CertificateLookup.Missing(RejectReason.UNKNOWN_USER);
    }
    return user.enabled()
        ? new CertificateLookup.Found(user.identity())
        : new CertificateLookup.Missing(DISABLED);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    StoredUser user = snapshot.byId.get(principal.id());
    Revalidation found =
        user == null
            ? new Revalidation.Revoked(REMOVED)
            : !user.enabled()
                ? new Revalidation.Revoked(DISABLED)
                : user.identity().compareWith(principal);
    return CompletableFuture.completedFuture(found);
  }

  @Override
  public String toString() {
    return "MemoryUserStore[" + snapshot.byId.size() + " users]";
  }

  /** All users at one moment. Readers never lock. */
  static final class Snapshot {
    private final Map<String, StoredUser> byId = new HashMap<>();
    private final Map<String, StoredUser> byName = new HashMap<>();
    private final PasswordHash decoy;

    Snapshot(Collection<StoredUser> users) {
      for (StoredUser user : users) {
        if (byId.put(user.identity().id(), user) != null) {
          throw new IllegalArgumentException("two users have the same id");
        }
        if (byName.put(LoginNames.fold(user.identity().name()), user) != null) {
          throw new IllegalArgumentException("two users have the same name");
        }
      }
      decoy =
          users.stream()
              .findFirst()
              .map(user -> user.password().decoyLikeThis())
              .orElseGet(PasswordHash::decoy);
    }

    /** What to check a password against, also when there is no such user. */
    PasswordHash hashOf(@Nullable StoredUser user) {
      return user == null ? decoy : user.password();
    }
  }
}
