/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.policy.RulePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's policy is one. */
class ReadmeTest {

  @Test
  void theExampleIsAPolicy() throws IOException {
    Matcher example =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md")));
    assertTrue(example.find());
    RulePolicy policy = PolicyFile.parse(example.group(1), "README");
    assertEquals(1, policy.connectionRules().size());
    assertEquals(1, policy.resourceRules().size());
  }
}
