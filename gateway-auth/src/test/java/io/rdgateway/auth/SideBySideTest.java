/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Revalidation;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NTLM and Basic on one endpoint over one store, as an embedder puts them together. */
class SideBySideTest {

  @Test
  void oneStoreServesBoth() throws Exception {
    var store = new MemoryUserStore();
    store.add(StoredUser.of("1", "alice", PasswordHash.create("Right-1")));
    var who =
        Authenticators.combine(
            NtlmAuthenticator.builder(
                    NtlmVerifier.of(store), TargetNames.standAlone("gw.example.com"))
                .build(),
            new BasicAuthenticator(store));

    assertEquals(List.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.BASIC), who.schemes());
    byte[] negotiate =
        HexFormat.of()
            .parseHex(
                "4e544c4d5353500001000000b78208e2000000000000000000000000000000000601b11d0000000f");
    assertEquals(
        "Challenge",
        outcome(who.proceed(new Credential.SecurityToken(AuthScheme.NTLM, negotiate), context())));
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class,
            who.proceed(new Credential.Password(AuthScheme.BASIC, "ALICE", "Right-1"), context()));
    store.remove("1");
    assertInstanceOf(
        Revalidation.Revoked.class,
        who.revalidate(accepted.principal(), Runnable::run).toCompletableFuture().get());
  }
}
