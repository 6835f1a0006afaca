/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final UserPrincipal ALICE =
      UserPrincipal.of(
          "S-1-5-21-1", "CORP\\Alice", Set.of("Staff"), AuthScheme.NTLM, Instant.EPOCH);

  @Test
  void aUserIsMeantByNameIdOrGroup() {
    assertTrue(Subjects.ofUsers("corp\\alice").include(ALICE));
    assertTrue(Subjects.ofUsers("S-1-5-21-1").include(ALICE));
    assertTrue(Subjects.ofGroups("staff").include(ALICE));
    assertFalse(Subjects.ofUsers("alice", "s-1-5-21-1").include(ALICE));
    assertFalse(Subjects.ofGroups("CORP\\Alice", "helpdesk").include(ALICE));
  }
}
