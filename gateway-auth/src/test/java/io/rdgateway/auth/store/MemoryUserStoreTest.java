/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import static io.rdgateway.auth.Fixtures.context;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtHashLookup;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryUserStoreTest {
  private static final NtHash NT_HASH = NtHash.ofPassword("right");
  private static PasswordHash right = PasswordHash.decoy();

  private final MemoryUserStore store = new MemoryUserStore("CORP", "corp.example");
  private final StoredUser alice = user("1", "Alice").withNtHash(NT_HASH);
  private final StoredUser bob = user("2", "bob");

  @BeforeAll
  static void hash() throws InterruptedException {
    right = PasswordHash.create("right");
  }

  private static StoredUser user(String id, String name) {
    return StoredUser.of(id, name, right);
  }

  private String verify(String name, String password) throws Exception {
    PasswordOutcome outcome = store.verify(name, password, context());
    return outcome instanceof PasswordOutcome.Refused refused
        ? refused.reason().code()
        : ((PasswordOutcome.Verified) outcome).identity().id();
  }

  private String find(String name, String domain) {
    NtHashLookup lookup = store.find(name, domain);
    return lookup instanceof NtHashLookup.Missing missing
        ? missing.reason().code()
        : ((NtHashLookup.Found) lookup).identity().id();
  }

  @Test
  void passwords() throws Exception {
    store.add(alice);
    assertEquals("1", verify("alice", "right"));
    assertEquals("wrong-password", verify("alice", "Right"));
    assertEquals("wrong-password", verify("alice", ""));
    assertEquals("unknown-user", verify("bob", "right"));
  }

  @Test
  void anEmptyStoreKnowsNobody() throws Exception {
    assertEquals("unknown-user", verify("alice", "right"));
    assertEquals("unknown-user", find("alice", ""));
  }

  @Test
  void unknownNamesCostAsMuchAsKnownOnes() throws Exception {
    var dear =
        PasswordHash.parse(
            "$argon2id$v=19$m=65536,t=2,p=1"
                + "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    var snapshot = new MemoryUserStore.Snapshot(List.of(StoredUser.of("1", "alice", dear)));
    PasswordHash decoy = snapshot.hashOf(null);
    assertTrue(decoy.text().startsWith("$argon2id$v=19$m=65536,t=2,p=1$"), decoy.text());
    assertFalse(decoy.verify("password"));
  }

  @Test
  void theSlowHashDecidesAboutPasswordsInClearText() throws Exception {
    store.add(user("1", "alice").withNtHash(NtHash.ofPassword("another")));
    assertEquals("1", verify("alice", "right"));
    assertEquals("wrong-password", verify("alice", "another"));
  }

  @Test
  void ntHashesAreForThoseWhoHaveOne() {
    store.add(alice);
    store.add(bob);
    assertEquals(
        NT_HASH, assertInstanceOf(NtHashLookup.Found.class, store.find("alice", "")).hash());
    assertEquals("ntlm-not-allowed", find("bob", ""));
    assertEquals("unknown-user", find("carol", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice",
        "ALICE",
        "CORP\\alice",
        "corp\\Alice",
        "corp.example\\alice",
        "alice@corp.example",
        "alice@CORP"
      })
  void theseAreAlice(String name) {
    store.add(alice);
    assertEquals("1", find(name, ""));
    assertTrue(store.find(name).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "OTHER\\alice",
        "\\alice",
        "alice@",
        "alice@other.example",
        "alice@corp.example@corp.example",
        "CORP\\CORP\\alice",
        "CORP\\alice@corp.example",
        "CORP\\",
        "alice ",
        "alice\0"
      })
  void theseAreNobody(String name) throws Exception {
    store.add(alice);
    assertEquals("unknown-user", find(name, ""));
    assertEquals("unknown-user", verify(name, "right"));
  }

  @Test
  void domainsOfNtlm() {
    store.add(alice);
    assertEquals("1", find("alice", "corp"));
    assertEquals("1", find("ALICE", "CORP.EXAMPLE"));
    assertEquals("unknown-user", find("alice", "OTHER"));
    assertEquals("unknown-user", find("alice@corp.example", "CORP"));
  }

  @Test
  void aStoreWithoutDomainsTakesPlainNamesOnly() {
    var plain = new MemoryUserStore();
    plain.add(alice);
    assertTrue(plain.find("alice").isPresent());
    assertFalse(plain.find("CORP\\alice").isPresent());
    assertFalse(plain.find("\\alice").isPresent());
    assertThrows(IllegalArgumentException.class, () -> new MemoryUserStore(""));
  }

  @Test
  void disabledUsersAreKeptOut() throws Exception {
    store.add(alice.disabled());
    assertEquals("account-disabled", verify("alice", "right"));
    assertEquals("wrong-password", verify("alice", "wrong"));
    assertEquals("account-disabled", find("alice", ""));
  }

  @Test
  void addReplaceRemove() {
    store.add(alice);
    store.add(bob);
    assertThrows(IllegalArgumentException.class, () -> store.add(user("1", "other")));
    assertThrows(IllegalArgumentException.class, () -> store.add(user("3", "ALICE")));
    assertThrows(IllegalArgumentException.class, () -> store.replace(user("1", "Bob")));
    assertFalse(store.find("other").isPresent());

    assertTrue(store.replace(user("1", "alicia")));
    assertFalse(store.find("alice").isPresent());
    assertEquals("1", store.find("alicia").orElseThrow().identity().id());
    assertFalse(store.replace(user("9", "nobody")));
    assertFalse(store.find("nobody").isPresent());

    assertTrue(store.remove("1"));
    assertFalse(store.remove("1"));
    assertFalse(store.find("alicia").isPresent());
    assertTrue(store.find("bob").isPresent());
  }

  @Test
  void replaceAllIsAllOrNothing() {
    store.add(alice);
    assertThrows(
        IllegalArgumentException.class, () -> store.replaceAll(List.of(bob, user("3", "BOB"))));
    assertTrue(store.find("alice").isPresent());
    store.replaceAll(List.of(bob));
    assertFalse(store.find("alice").isPresent());
    assertTrue(store.find("bob").isPresent());
  }

  @Test
  void reviews() throws Exception {
    store.add(alice.withGroups(Set.of("staff")));
    UserPrincipal principal =
        store.find("alice").orElseThrow().identity().signedIn(AuthScheme.NTLM, Instant.EPOCH);
    assertInstanceOf(Revalidation.Unchanged.class, review(principal));

    store.replace(
        alice.withGroups(Set.of("staff", "admins")).withAttributes(Map.of("floor", List.of("3"))));
    var changed = assertInstanceOf(Revalidation.Changed.class, review(principal)).principal();
    assertEquals(Set.of("staff", "admins"), changed.groups());
    assertEquals(Map.of("floor", List.of("3")), changed.attributes());
    assertEquals(Instant.EPOCH, changed.authenticatedAt());
    assertEquals(AuthScheme.NTLM, changed.scheme());

    store.replace(alice.disabled());
    assertEquals("account-disabled", revoked(principal));
    store.remove("1");
    assertEquals("account-removed", revoked(principal));
    store.add(user("7", "alice")); // somebody else with the same name
    assertEquals("account-removed", revoked(principal));
  }

  private Revalidation review(UserPrincipal principal) throws Exception {
    return store.revalidate(principal, Runnable::run).toCompletableFuture().get();
  }

  private String revoked(UserPrincipal principal) throws Exception {
    return assertInstanceOf(Revalidation.Revoked.class, review(principal)).reason().code();
  }

  @Test
  void manyThreadsAtOnce() throws Exception {
    int threads = 8;
    int each = 50;
    var together = new CyclicBarrier(threads);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> work =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(
                  thread ->
                      pool.submit(
                          () -> {
                            together.await();
                            for (int i = 0; i < each; i++) {
                              String name = "u" + thread + "-" + i;
                              store.add(user(name, name));
                              assertTrue(store.find(name).isPresent());
                              assertTrue(store.remove(name) || i % 2 == 0);
                              if (i % 2 == 0) {
                                store.add(user(name, name));
                              }
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> one : work) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals("MemoryUserStore[" + threads * each / 2 + " users]", store.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", " a", "a ", "a\\b", "a@b", "a/b", "a:b", "a\"b", "a\nb"})
  void namesThatCannotBeTypedAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> user("1", name));
  }

  @Test
  void identitiesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> user("", "a"));
    assertThrows(IllegalArgumentException.class, () -> user("1", ""));
    assertThrows(IllegalArgumentException.class, () -> user("1", "a".repeat(257)));
    assertEquals(
        Map.of("k", List.of("v")),
        new Identity("1", "a", Set.of(), Map.of("k", List.of("v")), null).attributes());
  }

  @Test
  void textFormHidesHashes() {
    assertEquals("StoredUser[id=1, name=Alice, ntlm=true, enabled=true]", alice.toString());
  }
}
