/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ConsentRule;
import io.rdgateway.policy.PolicyLimits;
import io.rdgateway.policy.PortRange;
import io.rdgateway.policy.ResourceGroup;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Schedule;
import io.rdgateway.policy.SignInClass;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import io.rdgateway.policy.strict.Durations;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Redirection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a policy as an administrator would; what is the default is left out. */
final class PolicyWriter {

  /** What YAML takes for a text without quotes, everywhere and in every version. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  private static final Set<String> NOT_TEXTS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", Keys.ALL, Keys.ANY);

  private final StringBuilder out = new StringBuilder();

  private PolicyWriter() {}

  static String write(RulePolicy policy) {
    PolicyWriter writer = new PolicyWriter();
    writer.out.append(Keys.VERSION).append(": 1\n");
    writer.limits(policy.limits());
    if (!policy.consentRules().isEmpty()) {
      writer.out.append(Keys.CONSENT_MESSAGES).append(":\n");
      policy.consentRules().forEach(writer::rule);
    }
    if (!policy.connectionRules().isEmpty()) {
      writer.out.append(Keys.CONNECTION_POLICIES).append(":\n");
      policy.connectionRules().forEach(writer::rule);
    }
    if (!policy.resourceGroups().isEmpty()) {
      writer.out.append(Keys.RESOURCE_GROUPS).append(":\n");
      policy.resourceGroups().forEach(writer::group);
    }
    if (!policy.resourceRules().isEmpty()) {
      writer.out.append(Keys.RESOURCE_POLICIES).append(":\n");
      policy.resourceRules().forEach(writer::rule);
    }
    return writer.out.toString();
  }

  private void limits(PolicyLimits limits) {
    if (!limits.equals(PolicyLimits.NONE)) {
      out.append(Keys.LIMITS).append(":\n");
      for (String key : LimitsForm.KEYS) {
        LimitsForm.value(limits, key)
            .ifPresent(n -> out.append("  ").append(key).append(": ").append(n).append('\n'));
      }
    }
  }

  private void rule(ConsentRule rule) {
    begin(rule.name(), rule.enabled(), rule.subjects());
    signIn(rule.signInClasses(), rule.schemes(), rule.clientNetworks());
    field(Keys.TEXT, scalar(rule.message().text()));
    if (!rule.message().required()) {
      field(Keys.REQUIRED, "false");
    }
  }

  private void signIn(
      List<SignInClass> classes, List<AuthScheme> schemes, List<Target.AddressRange> networks) {
    list(Keys.SIGN_IN, classes.stream().map(SignInClass::toString).toList());
    list(Keys.SCHEMES, schemes.stream().map(PolicyWriter::known).toList());
    list(Keys.CLIENT_NETWORKS, networks.stream().map(n -> scalar(n.text())).toList());
  }

  private void rule(ConnectionRule rule) {
    begin(rule.name(), rule.enabled(), rule.subjects());
    signIn(rule.signInClasses(), rule.schemes(), rule.clientNetworks());
    list(Keys.CLIENT_NAMES, rule.clientNames().stream().map(PolicyWriter::scalar).toList());
    Schedule schedule = rule.schedule();
    if (schedule != null) {
      out.append("    ").append(Keys.SCHEDULE).append(":\n  ");
      field(Keys.TIME_ZONE, scalar(schedule.zone().getId()));
      out.append("  ");
      list(Keys.HOURS, schedule.windows().stream().map(w -> scalar(w.toString())).toList());
    }
    Set<Redirection> disabled = rule.grant().disabledRedirections();
    if (disabled.size() == Redirection.values().length) {
      field(Keys.DISABLE_REDIRECTIONS, Keys.ALL);
    } else {
      list(Keys.DISABLE_REDIRECTIONS, disabled.stream().sorted().map(Words::of).toList());
    }
    timeout(Keys.IDLE_TIMEOUT, rule.grant().idleTimeout());
    timeout(Keys.SESSION_TIMEOUT, rule.grant().sessionTimeout());
    if (rule.grant().reauthenticateAtTimeout()) {
      field(Keys.SESSION_TIMEOUT_ACTION, Keys.REAUTHENTICATE);
    }
  }

  private void group(ResourceGroup group) {
    name(group.name());
    hosts(group.targets());
  }

  private void rule(ResourceRule rule) {
    begin(rule.name(), rule.enabled(), rule.subjects());
    if (rule.targets().contains(new Target.Any())) {
      field(Keys.HOSTS, Keys.ANY);
    } else {
      hosts(rule.targets());
    }
    list(Keys.RESOURCE_GROUPS, rule.resourceGroups().stream().map(PolicyWriter::scalar).toList());
    if (rule.ports().contains(PortRange.ANY)) {
      field(Keys.PORTS, Keys.ANY);
    } else if (!rule.ports().equals(List.of(PortRange.RDP))) {
      list(Keys.PORTS, rule.ports().stream().map(PortRange::toString).toList());
    }
  }

  private void name(String name) {
    out.append("  - ").append(Keys.NAME).append(": ").append(scalar(name)).append('\n');
  }

  private void hosts(List<Target> targets) {
    list(Keys.HOSTS, targets.stream().map(target -> scalar(target.text())).toList());
  }

  private void begin(String name, boolean enabled, @Nullable Subjects subjects) {
    name(name);
    if (!enabled) {
      field(Keys.ENABLED, "false");
    }
    if (subjects != null) {
      list(Keys.GROUPS, subjects.groups().stream().map(PolicyWriter::scalar).toList());
      list(Keys.USERS, subjects.users().stream().map(PolicyWriter::scalar).toList());
    }
  }

  private static String known(AuthScheme scheme) {
    if (!Words.SCHEMES.containsValue(scheme)) {
      throw new ConfigurationException(
          "policy files do not know the scheme "
              + scheme
              + "; keep a rule for it in the program that brings it");
    }
    return scheme.token();
  }

  private void timeout(String key, Duration timeout) {
    if (!timeout.isZero()) {
      field(key, Durations.format(timeout));
    }
  }

  private void list(String key, List<String> items) {
    if (!items.isEmpty()) {
      field(key, items.stream().collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private void field(String key, String value) {
    out.append("    ").append(key).append(": ").append(value).append('\n');
  }

  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !NOT_TEXTS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    if ((c >= ' ' && c < 0x7f) || (c < 0x10000 && Character.isLetterOrDigit(c))) {
      return Character.toString(c);
    }
    return String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
  }
}
