/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.AccessScope.Target;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two proofs of one user narrow each other. */
class UserPrincipalTest {
  private static final Instant SOON = Instant.EPOCH.plusSeconds(10);
  private static final Instant LATE = Instant.EPOCH.plusSeconds(20);
  private static final Target A = new Target("a", 3389);
  private static final Target B = new Target("b", 3389);
  private static final Target C = new Target("c", 3389);

  private static UserPrincipal alice(@Nullable Instant end, @Nullable AccessScope scope) {
    return new UserPrincipal(
        "1", "alice", Set.of("staff"), Map.of(), AuthScheme.BASIC, Instant.EPOCH, end, scope);
  }

  @Test
  void theEarlierEndHolds() {
    assertNull(alice(null, null).narrowedBy(alice(null, null)).validUntil());
    assertEquals(SOON, alice(null, null).narrowedBy(alice(SOON, null)).validUntil());
    assertEquals(SOON, alice(SOON, null).narrowedBy(alice(null, null)).validUntil());
    assertEquals(SOON, alice(LATE, null).narrowedBy(alice(SOON, null)).validUntil());
    assertEquals(SOON, alice(SOON, null).narrowedBy(alice(LATE, null)).validUntil());
  }

  @Test
  void onlyWhatBothScopesAllowIsAllowed() throws Exception {
    InetAddress here = InetAddress.getByName("192.0.2.1");
    InetAddress there = InetAddress.getByName("192.0.2.2");
    AccessScope both = new AccessScope(List.of(A, B), null);
    AccessScope bound = new AccessScope(List.of(B, C), here);
    assertEquals(both, alice(null, both).narrowedBy(alice(null, null)).scope());
    assertEquals(both, alice(null, null).narrowedBy(alice(null, both)).scope());
    AccessScope narrow = new AccessScope(List.of(B), here);
    assertEquals(narrow, alice(null, both).narrowedBy(alice(null, bound)).scope());
    assertEquals(narrow, alice(null, bound).narrowedBy(alice(null, both)).scope());
    AccessScope elsewhere = new AccessScope(List.of(B), there);
    assertEquals(new AccessScope(List.of(), here), bound.and(elsewhere));
  }

  @Test
  void proofsOfTwoUsersDoNotGoTogether() {
    UserPrincipal bob = UserPrincipal.of("2", "alice", Set.of(), AuthScheme.BASIC, SOON);
    assertThrows(IllegalArgumentException.class, () -> alice(null, null).narrowedBy(bob));
  }
}
