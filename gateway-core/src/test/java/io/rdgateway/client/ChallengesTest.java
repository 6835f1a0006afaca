/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengesTest {
  @Test
  void keepsOneChallengeForEachField() {
    assertEquals(
        List.of("Negotiate", "Basic realm=\"x\", charset=\"UTF-8\""),
        Challenges.split(List.of("Negotiate", "Basic realm=\"x\", charset=\"UTF-8\"")));
  }

  @Test
  void splitsJoinedChallenges() {
    assertEquals(
        List.of(
            "Negotiate",
            "NTLM TlRM==",
            "Digest qop=\"a, Basic \\\" b\", nonce = 1",
            "Basic realm=x"),
        Challenges.split(
            List.of(
                "Negotiate, NTLM TlRM==,, Digest qop=\"a, Basic \\\" b\", nonce = 1,Basic realm=x")));
    assertEquals(List.of(), Challenges.split(List.of("", " , ")));
  }

  @Test
  void findsASchemeByItsWholeName() {
    assertTrue(Challenges.offer(List.of("NTLM", "basic realm=x"), "Basic"));
    assertFalse(Challenges.offer(List.of("Basically realm=\"Basic\""), "Basic"));
  }
}
