/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What rules mean, written down rule by rule without an index and with none of the real code. */
final class ReferenceEvaluator {

  private ReferenceEvaluator() {}

  /** The enabled connection rules that match, in their order. */
  static List<String> matching(List<ConnectionRule> rules, TunnelRequest request, Instant now) {
    return rules.stream()
        .filter(
            rule ->
                rule.enabled()
                    && names(rule.subjects(), request.principal())
                    && hold(rule, request)
                    && isOpen(rule.schedule(), now))
        .map(ConnectionRule::name)
        .toList();
  }

  /** The enabled resource rules that match. */
  static List<ResourceRule> matching(RulePolicy policy, ChannelRequest request) {
    return policy.resourceRules().stream()
        .filter(
            rule ->
                rule.enabled()
                    && names(rule.subjects(), request.principal())
                    && rule.ports().stream()
                        .anyMatch(p -> request.port() >= p.first() && request.port() <= p.last())
                    && targets(policy, rule).anyMatch(t -> covers(t, request)))
        .toList();
  }

  /** Whether a rule names the very address. */
  static boolean namesAddress(RulePolicy policy, ResourceRule rule, ChannelRequest request) {
    return targets(policy, rule)
        .anyMatch(t -> t.equals(AddressText.format(request.target().getAddress())));
  }

  private static Stream<String> targets(RulePolicy policy, ResourceRule rule) {
    return Stream.concat(
            rule.targets().stream(),
            policy.resourceGroups().stream()
                .filter(group -> rule.resourceGroups().contains(group.name()))
                .flatMap(group -> group.targets().stream()))
        .map(Target::text);
  }

  private static boolean names(Subjects subjects, UserPrincipal who) {
    return subjects.users().stream()
            .anyMatch(user -> user.equals(who.id()) || user.equalsIgnoreCase(who.name()))
        || subjects.groups().stream()
            .anyMatch(group -> who.groups().stream().anyMatch(group::equalsIgnoreCase));
  }

  private static boolean hold(ConnectionRule rule, TunnelRequest request) {
    String scheme = request.principal().scheme().token();
    String signIn =
        Map.of("NTLM", "PASSWORD", "PAA", "TOKEN", "Certificate", "CERTIFICATE")
            .getOrDefault(scheme, "none");
    InetAddress client = request.connection().clientAddress().getAddress();
    return (rule.signInClasses().isEmpty()
            || rule.signInClasses().stream().anyMatch(c -> c.name().equals(signIn)))
        && (rule.schemes().isEmpty()
            || rule.schemes().stream().anyMatch(s -> s.token().equals(scheme)))
        && (rule.clientNetworks().isEmpty()
            || rule.clientNetworks().stream().anyMatch(n -> isIn(n.text(), client)))
        && (rule.clientNames().isEmpty()
            || rule.clientNames().stream()
                .anyMatch(
                    p ->
                        Pattern.compile(
                                p.replace(".", "\\.").replace("*", "[^.]*"),
                                Pattern.CASE_INSENSITIVE)
                            .matcher(request.clientName())
                            .matches()));
  }

  /** Lays each window on the days of today and yesterday. */
  private static boolean isOpen(@Nullable Schedule schedule, Instant now) {
    if (schedule == null) {
      return true;
    }
    LocalDateTime wall = LocalDateTime.ofInstant(now, schedule.zone());
    for (TimeWindow window : schedule.windows()) {
      for (int back = 0; back <= 1; back++) {
        LocalDate day = wall.toLocalDate().minusDays(back);
        boolean counts = false;
        for (DayOfWeek d = window.firstDay(); ; d = d.plus(1)) {
          counts |= d == day.getDayOfWeek();
          if (d == window.lastDay()) {
            break;
          }
        }
        LocalDateTime start = day.atTime(window.start());
        LocalDateTime end = day.atTime(window.end());
        end = end.isAfter(start) ? end : end.plusDays(1);
        if (counts && !wall.isBefore(start) && wall.isBefore(end)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean covers(String target, ChannelRequest request) {
    InetAddress address = request.target().getAddress();
    if (target.equals("any") || target.equals(AddressText.format(address))) {
      return true;
    }
    if (target.indexOf('/') >= 0) {
      return isIn(target, address);
    }
    int placeholder = target.indexOf("${");
    if (placeholder >= 0) {
      String before = target.substring(0, placeholder);
      String after = target.substring(target.indexOf('}') + 1);
      String variable = target.substring(placeholder + 2, target.indexOf('}'));
      UserPrincipal who = request.principal();
      List<String> values =
          variable.equals("user")
              ? List.of(who.name().replaceAll(".*\\\\|@.*", ""))
              : who.attributes().getOrDefault(variable.replace("attribute.", ""), List.of());
      return values.stream()
          .filter(value -> value.matches("[A-Za-z0-9.-]+"))
          .map(value -> (before + value + after).toLowerCase(Locale.ROOT))
          .anyMatch(
              host ->
                  host.matches("[0-9.]+")
                      ? host.equals(AddressText.format(address))
                      : host.equals(request.requestedName()));
    }
    String regex =
        target.replace(".", "\\.").replace("*", "[a-z0-9_-]*").replace("?", "[a-z0-9_-]");
    return AddressText.parse(request.requestedName()) == null
        && Pattern.matches(regex, request.requestedName());
  }

  private static boolean isIn(String range, InetAddress address) {
    int slash = range.indexOf('/');
    byte[] network = Requests.address(range.substring(0, slash)).getAddress();
    int suffix = network.length * 8 - Integer.parseInt(range.substring(slash + 1));
    return network.length == address.getAddress().length
        && new BigInteger(1, network)
            .shiftRight(suffix)
            .equals(new BigInteger(1, address.getAddress()).shiftRight(suffix));
  }
}
