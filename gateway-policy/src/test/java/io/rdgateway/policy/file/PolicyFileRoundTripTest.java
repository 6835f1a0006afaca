/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.policy.PolicyGenerator;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Seeds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PolicyFileRoundTripTest {

  private static void assertRoundTrip(RulePolicy policy) {
    String text = PolicyFile.write(policy);
    RulePolicy read = PolicyFile.parse(text.getBytes(StandardCharsets.UTF_8), "policy.yaml");
    assertEquals(policy, read, text);
    assertEquals(text, PolicyFile.write(read));
    String json = PolicyFile.writeJson(policy);
    RulePolicy same = PolicyFile.parse(json.getBytes(StandardCharsets.UTF_8), "policy.json");
    assertEquals(policy, same, json);
    assertEquals(json, PolicyFile.writeJson(same));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Seeds.check(2_000, random -> assertRoundTrip(new PolicyGenerator(random).policy()));
  }

  @Test
  void awkwardNamesAreReadBack() {
    Seeds.check(2_000, random -> assertRoundTrip(new PolicyGenerator(random).awkwardPolicy()));
  }

  @Test
  void theCompleteFileIsReadBack() {
    assertRoundTrip(PolicyFile.parse(Samples.COMPLETE, "policy.yaml"));
  }
}
