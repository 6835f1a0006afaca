/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.ldap.DirectoryReport;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.standalone.config.ConfigFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether a directory works, and what it and a policy file know of a user. */
@Command(
    name = "check-directory",
    description = {
      "Connects to each server of a directory, signs in as the service account, and looks a user"
          + " up.",
      "Returns 0 if all is well, 1 if a server fails or the user could not sign in, and 2 if it was"
          + " asked wrongly or a file is wrong."
    })
final class CheckDirectory implements Callable<Integer> {
  static final int GOOD = 0;
  static final int BAD = 1;

  @Option(
      names = "--directory",
      paramLabel = "FILE",
      required = true,
      description = "The directory's file.")
  private Path directory = Path.of("");

  @Option(names = "--user", paramLabel = "NAME", description = "As the user would type it.")
  private @Nullable String user;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Says which rules of this policy name the user or one of the groups.")
  private @Nullable Path policy;

  private final Path folder;
  private final PrintWriter out;
  private final InstantSource clock;

  CheckDirectory(Path folder, PrintWriter out, InstantSource clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    RulePolicy rules = policy == null ? null : PolicyFile.load(folder.resolve(policy));
    DirectoryReport report;
    try (LdapDirectory checked = ConfigFile.readDirectory(folder.resolve(directory)).open(null)) {
      report = checked.check(user);
    }
    for (DirectoryReport.ServerReport server : report.servers()) {
      say(server.server() + ": " + (server.good() ? "ok" : "FAILED") + ", " + server.words());
    }
    DirectoryReport.UserReport found = report.user();
    if (found != null) {
      tell(found, rules);
    }
    return report.good() ? GOOD : BAD;
  }

  private void tell(DirectoryReport.UserReport found, @Nullable RulePolicy rules) {
    RejectReason refusal = found.refusal();
    if (found.dn() != null) {
      say("DN: " + found.dn());
    }
    Identity identity = found.identity();
    if (identity != null) {
      say("Name: " + identity.name());
      say("Id: " + identity.id());
      new TreeSet<>(identity.groups()).forEach(group -> say("Group: " + group));
      new TreeMap<>(identity.attributes())
          .forEach((name, values) -> say("Attribute: " + name + " = " + values));
      if (identity.validUntil() != null) {
        say("Ends: " + identity.validUntil());
      }
    }
    say(
        "Sign-in: "
            + (refusal == null
                ? "allowed with the right password"
                : "refused, " + refusal.code() + ", " + refusal.explanation()));
    if (identity != null) {
      say("NTLM: " + (found.ntlm() ? "yes" : "no, the directory shows no NT hash of the user"));
      if (rules != null) {
        apply(rules, identity.signedIn(AuthScheme.BASIC, clock.instant()));
      }
    }
  }

  private void apply(RulePolicy rules, UserPrincipal principal) {
    List<ConnectionRule> connections =
        rules.connectionRules().stream()
            .filter(ConnectionRule::enabled)
            .filter(rule -> rule.subjects().include(principal))
            .toList();
    List<ResourceRule> resources =
        rules.resourceRules().stream()
            .filter(ResourceRule::enabled)
            .filter(rule -> rule.subjects().include(principal))
            .toList();
    connections.forEach(rule -> say("Connection policy: " + rule.name()));
    resources.forEach(rule -> say("Resource policy: " + rule.name()));
    if (connections.isEmpty() || resources.isEmpty()) {
      say(
          "No "
              + (connections.isEmpty() ? "connection" : "resource")
              + " policy names the user or one of the groups.");
    }
  }

  private void say(String line) {
    out.println(Printable.whole(line));
  }
}
