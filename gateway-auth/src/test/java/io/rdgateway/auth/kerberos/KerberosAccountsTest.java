/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.Identity;
import io.rdgateway.auth.negotiate.MechanismResult;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What accounts have to say once a ticket has been verified, and how long they stand. */
class KerberosAccountsTest {
  @TempDir private Path folder;

  private final TestKdc kdc = new TestKdc();
  private Path keytab = Path.of("");

  @BeforeEach
  void writeKeytab() throws IOException {
    keytab = Files.write(folder.resolve("gateway.keytab"), TestKdc.keytab(kdc.entry()));
  }

  private MechanismResult send(KerberosAcceptor acceptor, byte[] token) throws Exception {
    return acceptor.start().accept(token, Fixtures.context());
  }

  private MechanismResult.Complete accepted(KerberosAcceptor acceptor) throws Exception {
    MechanismResult result = send(acceptor, kdc.token());
    return assertInstanceOf(MechanismResult.Complete.class, result, result::toString);
  }

  /** The code of the refusal, of which the client learns nothing. */
  private String refused(KerberosAcceptor acceptor) throws Exception {
    var refused = assertInstanceOf(MechanismResult.Refused.class, send(acceptor, kdc.token()));
    assertNull(refused.token());
    return refused.reason().code();
  }

  @Test
  void accountsHaveTheLastWord() throws Exception {
    KerberosUser[] seen = new KerberosUser[1];
    KerberosAccounts disabled =
        (user, context) -> {
          seen[0] = user;
          return new KerberosAccount.Missing(new RejectReason("account-disabled", "is disabled"));
        };
    assertEquals("account-disabled", refused(KerberosAcceptor.builder(keytab, disabled).build()));
    assertEquals(new KerberosUser(TestKdc.ALICE, null, Set.of()), seen[0]);
    KerberosAccounts failing =
        (user, context) -> {
          throw new IOException("no answer");
        };
    assertThrows(
        IOException.class,
        () -> send(KerberosAcceptor.builder(keytab, failing).build(), kdc.token()));
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless lookup does
  void accountsWithoutAnAnswerRefuse() throws Exception {
    assertEquals(
        "hook-failed", refused(KerberosAcceptor.builder(keytab, (user, context) -> null).build()));
  }

  @Test
  void theEarlierEndCounts() throws Exception {
    Instant ticketEnd = kdc.now.plus(kdc.end).truncatedTo(ChronoUnit.SECONDS);
    assertEquals(ticketEnd, endOf(ticketEnd.plusSeconds(1), true));
    assertEquals(ticketEnd.minusSeconds(1), endOf(ticketEnd.minusSeconds(1), true));
    assertNull(endOf(null, false));
    assertEquals(ticketEnd.plusSeconds(1), endOf(ticketEnd.plusSeconds(1), false));
  }

  private @Nullable Instant endOf(@Nullable Instant account, boolean endsWithTicket)
      throws Exception {
    var identity = new Identity("1", "alice", Set.of(), Map.of(), account);
    return accepted(
            KerberosAcceptor.builder(keytab, (user, context) -> new KerberosAccount.Found(identity))
                .endsWithTicket(endsWithTicket)
                .build())
        .principal()
        .validUntil();
  }

  @Test
  void reviewsDoNotForgetTheEndOfTheTicket() throws Exception {
    var directory = new Directory();
    var acceptor = KerberosAcceptor.builder(keytab, directory).build();
    UserPrincipal principal = accepted(acceptor).principal();
    assertInstanceOf(Revalidation.Unchanged.class, review(acceptor, principal));
    directory.groups = Set.of("staff");
    var changed = assertInstanceOf(Revalidation.Changed.class, review(acceptor, principal));
    assertEquals(Set.of("staff"), changed.principal().groups());
    assertEquals(principal.validUntil(), changed.principal().validUntil());
  }

  private static Revalidation review(KerberosAcceptor acceptor, UserPrincipal principal)
      throws Exception {
    return acceptor.revalidate(principal, Runnable::run).toCompletableFuture().get();
  }

  private static final class Directory implements KerberosAccounts {
    private Set<String> groups = Set.of();

    private Identity identity() {
      return Identity.of("1", "alice", groups);
    }

    @Override
    public KerberosAccount find(KerberosUser user, AuthenticationContext context) {
      return new KerberosAccount.Found(identity());
    }

    @Override
    public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
      return CompletableFuture.completedFuture(identity().compareWith(principal));
    }
  }
}
