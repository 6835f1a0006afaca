/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.AD;
import static io.rdgateway.auth.ldap.Shapes.activeDirectory;
import static io.rdgateway.auth.ldap.Shapes.principal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReviewTest {
  private static final String ALICE = "CN=Alice A," + AD;

  private final TestDirectory server = activeDirectory();
  private final LdapDirectory directory = activeDirectory(server, GroupLookup.MEMBER_OF).build();
  private UserPrincipal alice = UserPrincipal.of("x", "x", Set.of(), AuthScheme.BASIC, Shapes.NOW);

  ReviewTest() throws LDAPException {}

  @BeforeEach
  void signIn() throws Exception {
    alice = principal(directory, "alice", "alice-1");
  }

  @AfterEach
  void close() {
    directory.close();
    server.close();
  }

  private String review(UserPrincipal who) {
    Revalidation found = directory.revalidate(who, Runnable::run).toCompletableFuture().join();
    return found instanceof Revalidation.Revoked revoked
        ? revoked.reason().code()
        : found.getClass().getSimpleName();
  }

  private void replace(String attribute, String value) {
    server.modify(
        "dn: " + ALICE, "changetype: modify", "replace: " + attribute, attribute + ": " + value);
  }

  @Test
  void nothingNew() {
    assertEquals("Unchanged", review(alice));
  }

  @Test
  void otherGroups() {
    server.modify("dn: " + ALICE, "changetype: modify", "delete: memberOf");
    Revalidation found = directory.revalidate(alice, Runnable::run).toCompletableFuture().join();
    UserPrincipal changed = assertInstanceOf(Revalidation.Changed.class, found).principal();
    assertEquals(alice.id(), changed.id());
    assertFalse(changed.groups().contains("Desktops"), changed::toString);
  }

  @Test
  void anotherNameIsTheSameUser() {
    replace("sAMAccountName", "alicia");
    assertEquals("Changed", review(alice));
  }

  @Test
  void disabledExpiredDeletedOrMoved() throws Exception {
    replace("userAccountControl", "514");
    assertEquals("account-disabled", review(alice));
    replace("userAccountControl", "512");
    replace("accountExpires", "133000000000000000");
    assertEquals("account-expired", review(alice));
    replace("accountExpires", "0");
    assertEquals("Unchanged", review(alice));
    server.delete(ALICE);
    assertEquals("account-removed", review(alice));
    // The name is given to somebody else.
    Shapes.user(server, "Alice A", "alice", 1890);
    assertEquals("account-removed", review(alice));
  }

  /** Whoever knows a name could end its owner's session by wrong passwords. */
  @Test
  void aLockOfTooManyWrongPasswordsEndsNoSession() {
    replace("msDS-User-Account-Control-Computed", "16");
    replace("pwdLastSet", "0");
    assertEquals("Unchanged", review(alice));
  }

  @Test
  void aDirectoryThatDoesNotAnswerIsAnEnd() {
    server.server.shutDown(true);
    assertEquals("unavailable", review(alice));
  }

  @Test
  void idsOfOtherStoresAreNobody() {
    for (String id : List.of("1", "S-1-5-21-1", "S-1-", "*", "alice")) {
      assertEquals(
          "account-removed",
          review(UserPrincipal.of(id, "alice", Set.of(), AuthScheme.BASIC, Shapes.NOW)),
          id);
    }
  }

  @Test
  void workIsDoneWhereItBelongs() {
    server.operations.clear();
    List<Runnable> work = new ArrayList<>();
    CompletableFuture<Revalidation> found =
        directory.revalidate(alice, work::add).toCompletableFuture();
    assertFalse(found.isDone());
    assertEquals(List.of(), server.operations);
    work.get(0).run();
    assertInstanceOf(Revalidation.Unchanged.class, found.join());
  }

  @Test
  void withoutAServiceAccountNothingIsReviewed() throws Exception {
    try (LdapDirectory alone =
        LdapDirectory.builder(
                LdapConnectionSettings.insecurePlain(server.address()).build(),
                UserSchema.activeDirectory().build(),
                GroupSettings.activeDirectory(GroupLookup.NONE).build(),
                new LdapDomain(AD, null, "corp.example"))
            .directBind("{name}@corp.example")
            .build()) {
      assertInstanceOf(
          Revalidation.Unchanged.class,
          alone.revalidate(alice, Runnable::run).toCompletableFuture().join());
    }
  }
}
