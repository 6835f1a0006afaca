/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.policy.ExplainRequest;
import io.rdgateway.policy.Explanation;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePolicyFileTest {
  private static final String STAFF = policyOf("staff");
  private static final String WRONG = "version: 1\nconection-policies: []\n";

  private final Path file;

  LivePolicyFileTest(@TempDir Path folder) {
    file = folder.resolve("policy.yaml");
  }

  private static String policyOf(String group) {
    return "version: 1\nconnection-policies:\n  - name: cap\n    groups: [" + group + "]\n";
  }

  @BeforeEach
  void aGoodFile() throws IOException {
    Files.writeString(file, STAFF);
  }

  @Test
  void aFileThatIsTheSameChangesNothing() {
    LivePolicyFile live = LivePolicyFile.open(file);
    RulePolicy before = live.policy();
    assertInstanceOf(LivePolicyFile.Unchanged.class, live.reload());
    assertSame(before, live.policy());
  }

  @Test
  void aNewPolicyIsInForce() throws IOException {
    LivePolicyFile live = LivePolicyFile.open(file);
    RulePolicy before = live.policy();
    Files.writeString(file, policyOf("admins"));
    RulePolicy after = PolicyFile.load(file);
    assertEquals(new LivePolicyFile.Changed(before, after), live.reload());
    assertEquals(after, live.policy());
  }

  @Test
  void aMistakeChangesNothingAndIsToldOnce() throws IOException {
    LivePolicyFile live = LivePolicyFile.open(file);
    RulePolicy before = live.policy();
    Files.writeString(file, WRONG);
    LivePolicyFile.Refused refused = assertInstanceOf(LivePolicyFile.Refused.class, live.reload());
    String mistake = String.valueOf(refused.mistake().getMessage());
    assertTrue(mistake.startsWith(file + ":2:1"), mistake);
    assertTrue(mistake.contains("\"connection-policies\""), mistake);
    assertInstanceOf(LivePolicyFile.Unchanged.class, live.reload());
    assertSame(before, live.policy());
    Files.writeString(file, STAFF);
    assertInstanceOf(LivePolicyFile.Changed.class, live.reload());
    assertEquals(before, live.policy());
  }

  @Test
  void aFileThatIsGoneOrEmptyChangesNothing() throws IOException {
    LivePolicyFile live = LivePolicyFile.open(file);
    RulePolicy before = live.policy();
    Files.delete(file);
    assertInstanceOf(LivePolicyFile.Refused.class, live.reload());
    assertInstanceOf(LivePolicyFile.Unchanged.class, live.reload());
    Files.writeString(file, "");
    live.reload();
    assertSame(before, live.policy());
  }

  @Test
  void aWrongFileIsRefusedAtTheStart() throws IOException {
    Files.writeString(file, WRONG);
    assertThrows(ConfigurationException.class, () -> LivePolicyFile.open(file));
  }

  @Test
  void aWatchTellsOfChanges() throws Exception {
    LivePolicyFile live = LivePolicyFile.open(file);
    BlockingQueue<LivePolicyFile.Reload> told = new LinkedBlockingQueue<>();
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      live.watch(scheduler, Duration.ofMillis(1), told::add);
      replace(policyOf("admins"));
      assertInstanceOf(LivePolicyFile.Changed.class, told.poll(20, TimeUnit.SECONDS));
      replace(WRONG);
      assertInstanceOf(LivePolicyFile.Refused.class, told.poll(20, TimeUnit.SECONDS));
    } finally {
      scheduler.shutdownNow();
    }
  }

  /** At once, as editors do: a watch never sees half a file. */
  private void replace(String text) throws IOException {
    Path whole = file.resolveSibling("policy.yaml.new");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void everyPolicyOfTheFileKnowsTheOtherNamesOfHosts() throws IOException {
    LivePolicyFile live = LivePolicyFile.open(file, (name, address) -> Set.of("pc7"));
    for (String group : List.of("rdg-users", "others")) {
      Files.writeString(
          file,
          "version: 1\nresource-policies:\n  - name: rap\n    groups: ["
              + group
              + "]\n    hosts: [pc7]\n");
      assertInstanceOf(LivePolicyFile.Changed.class, live.reload());
      UserPrincipal user =
          UserPrincipal.of("u", "alice", Set.of(group), AuthScheme.NTLM, Instant.EPOCH);
      Explanation byAddress =
          live.policy().explain(ExplainRequest.of(user, "10.1.2.7", 3389, Instant.EPOCH));
      assertTrue(byAddress.channel().allowed());
    }
  }
}
