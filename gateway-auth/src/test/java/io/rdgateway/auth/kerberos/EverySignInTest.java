/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kerberos, NTLM and Basic on one endpoint over one store, as an embedder puts them together. */
class EverySignInTest {
  private static final byte[] NTLM_NEGOTIATE =
      HexFormat.of()
          .parseHex(
              "4e544c4d5353500001000000b78208e2000000000000000000000000000000000601b11d0000000f");

  private final TestKdc kdc = new TestKdc();
  private final MemoryUserStore store = new MemoryUserStore("EXAMPLE.TEST");
  private final StoredUser alice =
      StoredUser.of("u1", "alice", PasswordHash.create("Right-1"))
          .withNtHash(NtHash.ofPassword("Right-1"))
          .withGroups(Set.of("staff"));

  @TempDir private Path folder;

  private Authenticator who = new BasicAuthenticator(store);

  /** The hash of the password takes its time. */
  EverySignInTest() throws InterruptedException {}

  @BeforeEach
  void putTogether() throws Exception {
    store.add(alice);
    Path keytab = Files.write(folder.resolve("keytab"), TestKdc.keytab(kdc.entry()));
    NtlmAuthenticator ntlm =
        NtlmAuthenticator.builder(NtlmVerifier.of(store), TargetNames.standAlone("gw.example.test"))
            .schemes(AuthScheme.NTLM)
            .build();
    who =
        Authenticators.combine(
            NegotiateAuthenticator.of(
                KerberosAcceptor.builder(keytab, store).build(), ntlm.mechanism()),
            ntlm,
            new BasicAuthenticator(store));
  }

  private AuthenticationResult send(AuthScheme scheme, byte[] token) throws Exception {
    return who.proceed(new Credential.SecurityToken(scheme, token), context());
  }

  @Test
  void eachFindsItsWay() throws Exception {
    assertEquals(List.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.BASIC), who.schemes());
    assertEquals("Challenge", outcome(send(AuthScheme.NTLM, NTLM_NEGOTIATE)));
    assertEquals("Challenge", outcome(send(AuthScheme.NEGOTIATE, NTLM_NEGOTIATE)));
    assertEquals("unsupported-token", outcome(send(AuthScheme.NTLM, kdc.token())));
    assertEquals("scheme-not-offered", outcome(send(AuthScheme.KERBEROS, kdc.token())));
    assertEquals(
        "Accepted",
        outcome(
            who.proceed(new Credential.Password(AuthScheme.BASIC, "alice", "Right-1"), context())));
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class, send(AuthScheme.NEGOTIATE, kdc.token()));
    assertEquals("u1", accepted.principal().id());
    assertEquals(AuthScheme.KERBEROS, accepted.principal().scheme());
    assertEquals(Set.of("staff"), accepted.principal().groups());
  }

  @Test
  void whoeverSignedInIsReviewed() throws Exception {
    store.remove("u1");
    for (AuthScheme scheme : List.of(AuthScheme.KERBEROS, AuthScheme.NTLM, AuthScheme.BASIC)) {
      assertTrue(who.reviews(scheme));
      assertEquals("account-removed", review(scheme));
    }
    assertFalse(who.reviews(AuthScheme.NEGOTIATE));
    assertEquals("scheme-not-offered", review(AuthScheme.NEGOTIATE));
  }

  private String review(AuthScheme scheme) throws Exception {
    var principal = UserPrincipal.of("u1", "alice", Set.of("staff"), scheme, Instant.EPOCH);
    return assertInstanceOf(
            Revalidation.Revoked.class,
            who.revalidate(principal, Runnable::run).toCompletableFuture().get())
        .reason()
        .code();
  }

  @Test
  void theStoreKnowsItsOwnRealmAlone() throws Exception {
    kdc.client = new KerberosName(List.of("Alice"), TestKdc.REALM);
    assertEquals("Accepted", outcome(send(AuthScheme.NEGOTIATE, kdc.token())));
    for (List<String> stranger :
        List.of(
            List.of("bob"),
            List.of("alice", "admin"),
            List.of("alice/admin"),
            List.of("alice@example.test"),
            List.of("EXAMPLE.TEST\\alice"))) {
      kdc.client = new KerberosName(stranger, TestKdc.REALM);
      assertEquals("unknown-user", outcome(send(AuthScheme.NEGOTIATE, kdc.token())));
    }
    store.replace(alice.disabled());
    kdc.client = TestKdc.ALICE;
    assertEquals("account-disabled", outcome(send(AuthScheme.NEGOTIATE, kdc.token())));
  }
}
