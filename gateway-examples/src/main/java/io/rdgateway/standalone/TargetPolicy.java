/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.Limits;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The policy in the folder of the quick start.
 *
 * @param rules what the file says
 * @param target the host that it opens; null as long as none was named
 */
public record TargetPolicy(RulePolicy rules, @Nullable HostPort target) {
  static final String FILE = "policy.yaml";
  private static final String RULE = "quickstart";
  private static final String HEADER =
      "# Who may pass the gateway of the quick start, and to which host.\n";

  /**
   * Reads the policy; makes one when there is no file, and changes the rule of the target when
   * another target is wanted.
   *
   * @param folder holds {@code policy.yaml}
   * @param wanted the only host that the users of the quick start shall reach; null for the one of
   *     the file
   * @param say hears what is done
   * @return the policy
   * @throws ConfigurationException if the file cannot be used or written
   */
  public static TargetPolicy open(Path folder, @Nullable HostPort wanted, Consumer<String> say) {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      RulePolicy.Builder rules = RulePolicy.builder();
      rules.connectionRule(
          ConnectionRule.builder(RULE, Subjects.ofGroups(QuickStartUsers.GROUP)).build());
      return write(file, wanted == null ? rules : rules.resourceRule(rule(wanted)), wanted, say);
    }
    RulePolicy kept = PolicyFile.load(file);
    HostPort before = targetOf(kept);
    if (wanted == null || wanted.equals(before)) {
      return new TargetPolicy(kept, before);
    }
    RulePolicy.Builder changed = RulePolicy.builder().limits(kept.limits());
    kept.consentRules().forEach(changed::consentRule);
    kept.connectionRules().forEach(changed::connectionRule);
    kept.resourceGroups().forEach(changed::resourceGroup);
    kept.resourceRules().stream()
        .filter(rule -> !rule.name().equalsIgnoreCase(RULE))
        .forEach(changed::resourceRule);
    return write(file, changed.resourceRule(rule(wanted)), wanted, say);
  }

  /** The limits of a gateway under this policy. */
  public Limits limits() {
    return rules.limits().over(Limits.defaults());
  }

  private static TargetPolicy write(
      Path file, RulePolicy.Builder builder, @Nullable HostPort target, Consumer<String> say) {
    RulePolicy rules = builder.build();
    FolderFiles.write(file, (HEADER + PolicyFile.write(rules)).getBytes(StandardCharsets.UTF_8));
    say.accept(
        target == null
            ? "Wrote a policy that opens no host yet (--target HOST names one): " + file
            : "Wrote a policy that opens " + target + " to the users of the quick start: " + file);
    return new TargetPolicy(rules, target);
  }

  private static ResourceRule rule(HostPort target) {
    return ResourceRule.builder(RULE, Subjects.ofGroups(QuickStartUsers.GROUP))
        .hosts(target.host())
        .ports(target.port())
        .build();
  }

  private static @Nullable HostPort targetOf(RulePolicy policy) {
    for (ResourceRule rule : policy.resourceRules()) {
      Target target = rule.targets().isEmpty() ? null : rule.targets().get(0);
      if (rule.name().equals(RULE)
          && (target instanceof Target.HostName || target instanceof Target.Address)) {
        return new HostPort(target.text(), rule.ports().get(0).first());
      }
    }
    return null;
  }
}
