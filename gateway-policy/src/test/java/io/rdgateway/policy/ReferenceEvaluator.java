/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/** What rules mean, written down rule by rule without an index and with none of the real code. */
final class ReferenceEvaluator {

  private ReferenceEvaluator() {}

  /** The enabled connection rules that match, in their order. */
  static List<String> matching(List<ConnectionRule> rules, UserPrincipal who) {
    return rules.stream()
        .filter(rule -> rule.enabled() && names(rule.subjects(), who))
        .map(ConnectionRule::name)
        .toList();
  }

  /** The enabled resource rules that match. */
  static List<ResourceRule> matching(List<ResourceRule> rules, ChannelRequest request) {
    return rules.stream()
        .filter(
            rule ->
                rule.enabled()
                    && names(rule.subjects(), request.principal())
                    && rule.ports().stream()
                        .anyMatch(p -> request.port() >= p.first() && request.port() <= p.last())
                    && rule.targets().stream().anyMatch(t -> covers(t.text(), request)))
        .toList();
  }

  /** Whether a rule names the very address. */
  static boolean namesAddress(ResourceRule rule, ChannelRequest request) {
    return rule.targets().stream()
        .anyMatch(t -> t.text().equals(AddressText.format(request.target().getAddress())));
  }

  private static boolean names(Subjects subjects, UserPrincipal who) {
    return subjects.users().stream()
            .anyMatch(user -> user.equals(who.id()) || user.equalsIgnoreCase(who.name()))
        || subjects.groups().stream()
            .anyMatch(group -> who.groups().stream().anyMatch(group::equalsIgnoreCase));
  }

  private static boolean covers(String target, ChannelRequest request) {
    InetAddress address = request.target().getAddress();
    if (target.equals("any") || target.equals(AddressText.format(address))) {
      return true;
    }
    int slash = target.indexOf('/');
    if (slash >= 0) {
      byte[] network = Requests.address(target.substring(0, slash)).getAddress();
      int suffix = network.length * 8 - Integer.parseInt(target.substring(slash + 1));
      return network.length == address.getAddress().length
          && new BigInteger(1, network)
              .shiftRight(suffix)
              .equals(new BigInteger(1, address.getAddress()).shiftRight(suffix));
    }
    String regex =
        target.replace(".", "\\.").replace("*", "[a-z0-9_-]*").replace("?", "[a-z0-9_-]");
    return AddressText.parse(request.requestedName()) == null
        && Pattern.matches(regex, request.requestedName());
  }
}
