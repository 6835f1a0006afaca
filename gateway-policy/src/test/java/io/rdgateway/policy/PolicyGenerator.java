/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes policies and questions from a small stock of words, so that they often meet. */
public final class PolicyGenerator {

  private static final String[] USERS = {"alice", "BOB", "id-1", "id-2", "carol"};
  private static final String[] GROUPS = {"staff", "Admins", "CN=x,DC=corp", "no", "guests"};
  private static final String[] NAMES = {
    "pc", "vdi-01", "a.corp", "b.corp", "x.a.corp", "localhost"
  };
  private static final String[] ADDRESSES = {
    "127.0.0.1", "10.0.0.1", "10.0.1.1", "172.31.0.9", "::1", "2001:db8::1"
  };
  private static final String[] WIDE = {
    "*",
    "vdi-??",
    "*.corp",
    "?.corp",
    "*.*.corp",
    "10.0.0.0/24",
    "10.0.0.0/23",
    "172.16.0.0/12",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "127.0.0.1/32",
    "::/0",
    "2001:db8::/32"
  };
  private static final String[] TEMPLATES = {
    "vdi-${attribute.seat}", "${user}.corp", "${attribute.pc}", "${attribute.none}"
  };
  private static final String[] VALUES = {"01", "PC", "*", "", "10.0.0.1", "b.corp", "p?"};
  private static final String[] CLIENT_NETWORKS = {
    "192.0.2.0/24", "198.51.100.7", "0.0.0.0/0", "2001:db8::/32"
  };
  private static final String[] CLIENTS = {"192.0.2.1", "198.51.100.7", "2001:db8::1"};
  private static final String[] CLIENT_PATTERNS = {"pc-*", "PC-1", "*.corp", "it's a \"pc\""};
  private static final String[] CLIENT_NAMES = {"PC-1", "pc-2", "pc.corp", "It's a \"PC\"", ""};
  private static final String[] WINDOWS = {"Mon-Fri 08:00-18:00", "Fri 22:00-06:00"};
  private static final String[] ZONES = {"UTC", "Europe/Berlin", "+05:30", "UTC+2", "Z"};
  private static final AuthScheme[] SCHEMES = {
    AuthScheme.NTLM, AuthScheme.PAA, AuthScheme.CERTIFICATE, AuthScheme.of("Custom")
  };
  private static final int[] PORTS = {22, 3388, 3389, 3390, 5000};

  /** Words that YAML or a careless writer might take for something else. */
  private static final String[] AWKWARD = {
    "true",
    "No",
    "null",
    "~",
    "1",
    "0x10",
    "1e3",
    ".5",
    "- a",
    "a: b",
    "#c",
    "a #c",
    "*x",
    "&x",
    "!t",
    "[a]",
    "{a}",
    "\"q\"",
    "it's",
    "a\\b",
    "any",
    "All",
    "\u00FC",
    "\u65E5\u672C",
    "\uD83D\uDE00",
    "a\u2028b",
    "\u00A0x\u00A0",
    "a\uFEFFb",
    "%d",
    "@x",
    "`x",
    "?",
    "-",
    "---",
    "a,b",
    "=",
    "<<",
    "a\u200Eb",
    "2001-12-14",
    "12:30"
  };

  private final SplittableRandom random;

  /** Makes always the same from the same randomness. */
  public PolicyGenerator(SplittableRandom random) {
    this.random = random;
  }

  private String oneOf(String[] words) {
    return words[random.nextInt(words.length)];
  }

  private List<String> some(int atMost, String[] words) {
    List<String> some = new ArrayList<>();
    for (int n = random.nextInt(atMost + 1); n > 0; n--) {
      String word = oneOf(words);
      if (!some.contains(word)) {
        some.add(word);
      }
    }
    return some;
  }

  private Subjects subjects() {
    List<String> users = some(2, USERS);
    List<String> groups = some(2, GROUPS);
    if (users.isEmpty() && groups.isEmpty()) {
      users = List.of(oneOf(USERS));
    }
    return Subjects.of(users, groups);
  }

  private Duration timeout() {
    return switch (random.nextInt(5)) {
      case 0 -> Duration.ofSeconds(random.nextInt(1, 200));
      case 1 -> Duration.ofMinutes(random.nextInt(1, 200));
      case 2 -> Duration.ofHours(random.nextInt(1, 8761));
      default -> Duration.ZERO;
    };
  }

  private ConnectionRule connectionRule(String name, Subjects subjects) {
    ConnectionRule.Builder rule =
        ConnectionRule.builder(name, subjects)
            .enabled(random.nextInt(4) > 0)
            .idleTimeout(timeout());
    Duration session = timeout();
    rule.sessionTimeout(session).reauthenticateAtTimeout(!session.isZero() && random.nextBoolean());
    for (Redirection redirection : Redirection.values()) {
      if (random.nextInt(3) == 0) {
        rule.disable(redirection);
      }
    }
    if (random.nextInt(8) == 0) {
      rule.disableAllRedirections();
    }
    conditions(rule);
    return rule.build();
  }

  /** Conditions that mostly hold, so that one that fails shows. */
  private void conditions(ConnectionRule.Builder rule) {
    if (random.nextInt(4) == 0) {
      rule.signIn(SignInClass.PASSWORD);
    }
    if (random.nextInt(8) == 0) {
      rule.signIn(SignInClass.TOKEN);
    }
    if (random.nextInt(4) == 0) {
      rule.schemes(AuthScheme.NTLM, AuthScheme.CERTIFICATE);
    }
    if (random.nextInt(4) == 0) {
      rule.clientNetworks(some(2, CLIENT_NETWORKS).toArray(String[]::new));
    }
    if (random.nextInt(4) == 0) {
      rule.clientNames(some(2, CLIENT_PATTERNS).toArray(String[]::new));
    }
    if (random.nextInt(4) == 0) {
      List<String> windows = some(2, WINDOWS);
      windows.add("Sat-Sun 00:00-24:00");
      rule.schedule(Schedule.of(Schedule.zone(oneOf(ZONES)), windows.toArray(String[]::new)));
    }
  }

  /** A rule without groups, of a policy that has none of this name yet. */
  public ResourceRule resourceRule(String name) {
    return resourceRule(name, subjects(), List.of());
  }

  private List<String> addGroups(RulePolicy.Builder policy, List<String> names) {
    for (String name : names) {
      List<String> hosts = some(3, NAMES);
      hosts.addAll(some(1, ADDRESSES));
      hosts.addAll(some(1, WIDE));
      hosts.addAll(some(1, TEMPLATES));
      hosts.add("vdi-99");
      policy.resourceGroup(ResourceGroup.of(name, hosts.toArray(String[]::new)));
    }
    return names;
  }

  private ResourceRule resourceRule(String name, Subjects subjects, List<String> groups) {
    ResourceRule.Builder rule = ResourceRule.builder(name, subjects).enabled(random.nextInt(4) > 0);
    if (random.nextInt(12) == 0) {
      rule.anyHost();
    } else {
      List<String> hosts = some(2, NAMES);
      hosts.addAll(some(2, ADDRESSES));
      hosts.addAll(some(2, WIDE));
      hosts.addAll(some(1, TEMPLATES));
      rule.hosts(hosts.toArray(String[]::new));
      if (!groups.isEmpty() && random.nextBoolean()) {
        rule.resourceGroups(groups.get(random.nextInt(groups.size())));
      } else if (hosts.isEmpty()) {
        rule.hosts("pc");
      }
    }
    return switch (random.nextInt(4)) {
      case 0 -> rule.anyPort().build();
      case 1 -> rule.ports(PORTS[random.nextInt(PORTS.length)]).build();
      case 2 -> rule.portRanges(new PortRange(3389, 3390), PortRange.of(22)).build();
      default -> rule.build();
    };
  }

  private OptionalInt count() {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3));
  }

  private ConsentRule consentRule(String name) {
    ConsentRule.Builder rule =
        ConsentRule.builder(name, oneOf(AWKWARD) + "\r\n" + name)
            .enabled(random.nextInt(4) > 0)
            .required(random.nextBoolean());
    some(1, CLIENT_NETWORKS).forEach(rule::clientNetworks);
    if (random.nextBoolean()) {
      rule.subjects(subjects());
    }
    if (random.nextBoolean()) {
      rule.schemes(AuthScheme.NTLM, AuthScheme.PAA);
    }
    return random.nextBoolean() ? rule.signIn(SignInClass.TOKEN).build() : rule.build();
  }

  /** A policy of a few rules. */
  public RulePolicy policy() {
    RulePolicy.Builder policy =
        RulePolicy.builder().limits(new PolicyLimits(count(), count(), count(), count()));
    for (int i = random.nextInt(3); i > 0; i--) {
      policy.consentRule(consentRule("text" + i));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      policy.connectionRule(connectionRule("cap" + i, subjects()));
    }
    List<String> groups = addGroups(policy, some(2, new String[] {"lab", "Office", "x y"}));
    for (int i = random.nextInt(5); i > 0; i--) {
      policy.resourceRule(resourceRule("rap" + i, subjects(), groups));
    }
    return policy.build();
  }

  /** A policy whose names are hard to write. */
  public RulePolicy awkwardPolicy() {
    RulePolicy.Builder policy =
        RulePolicy.builder().limits(new PolicyLimits(count(), count(), count(), count()));
    for (int i = random.nextInt(3); i > 0; i--) {
      policy.consentRule(consentRule("text" + i));
    }
    for (String name : some(3, AWKWARD)) {
      policy.connectionRule(connectionRule(name, Subjects.ofUsers(oneOf(AWKWARD))));
    }
    List<String> groups = addGroups(policy, some(3, AWKWARD));
    for (String name : some(3, AWKWARD)) {
      policy.resourceRule(resourceRule(name, Subjects.ofGroups(oneOf(AWKWARD)), groups));
    }
    return policy.build();
  }

  /** Somebody whom rules may name by name, id or group, or not at all. */
  UserPrincipal principal() {
    String id = random.nextBoolean() ? "id-" + random.nextInt(3) : "ID-1";
    String[] names = {"Alice", "bob", "carol", "dave", "A", "CORP\\B", "a@corp"};
    List<String> groups = some(2, GROUPS);
    if (random.nextBoolean()) {
      groups.replaceAll(Texts::fold);
    }
    AuthScheme scheme = SCHEMES[random.nextInt(SCHEMES.length)];
    return new UserPrincipal(
        id,
        oneOf(names),
        Set.copyOf(groups),
        Map.of("seat", some(2, VALUES), "pc", some(2, VALUES)),
        scheme,
        Instant.EPOCH,
        null,
        null);
  }

  /** A question about a tunnel. */
  TunnelRequest tunnelRequest() {
    return tunnelRequest(principal());
  }

  /** A question about a tunnel for somebody. */
  TunnelRequest tunnelRequest(UserPrincipal who) {
    return Requests.tunnel(who, oneOf(CLIENTS), oneOf(CLIENT_NAMES));
  }

  /** A moment of two weeks. */
  Instant moment() {
    return Instant.parse("2026-10-19T00:00:00Z").plusSeconds(random.nextInt(14 * 86_400));
  }

  /** A question about a host that rules may cover, or not. */
  ChannelRequest channelRequest() {
    String address = oneOf(ADDRESSES);
    String name = random.nextInt(4) == 0 ? address : oneOf(NAMES);
    return Requests.channel(principal(), name, address, PORTS[random.nextInt(PORTS.length)]);
  }
}
