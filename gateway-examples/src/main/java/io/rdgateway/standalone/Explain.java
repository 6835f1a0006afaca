/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.policy.ExplainRequest;
import io.rdgateway.policy.Explanation;
import io.rdgateway.policy.ResolvedNames;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.SignInClass;
import io.rdgateway.policy.Target;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.standalone.config.ConfigFile;
import io.rdgateway.standalone.config.GatewayConfig;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what a policy file would decide about somebody who has not come yet, and why. */
@Command(
    name = "explain",
    description = {
      "Says whether a policy file lets a user reach a host, and why.",
      "Returns 0 for allowed, 1 for denied, and 2 if it was asked wrongly or the file is wrong."
    })
final class Explain implements Callable<Integer> {
  static final int ALLOWED = 0;
  static final int DENIED = 1;

  private static final int MAX_PORT = 65535;

  @Option(names = "--policy", paramLabel = "FILE", description = "The policy.")
  private @Nullable Path policy;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The gateway's file, in place of --policy.")
  private @Nullable Path config;

  @Option(names = "--user", paramLabel = "NAME", required = true, description = "Name or id.")
  private String user = "";

  @Option(names = "--group", paramLabel = "GROUP", description = "One of the user's groups.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      description = "One of the user's attributes.")
  private List<String> attributes = new ArrayList<>();

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      description = "How the user signs in. Default: ${DEFAULT-VALUE}.")
  private String scheme = "NTLM";

  @Option(names = "--client", paramLabel = "ADDRESS", description = "Where the user comes from.")
  private @Nullable String client;

  @Option(names = "--client-name", paramLabel = "PC", description = "What the client says it is.")
  private String clientName = "";

  @Option(names = "--host", paramLabel = "HOST", required = true, description = "Name or address.")
  private String host = "";

  @Option(
      names = "--address",
      paramLabel = "IP",
      description = "What the host resolves to. Default: what this machine's resolver says.")
  private @Nullable String address;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}.")
  private int port = HostPort.RDP;

  @Option(
      names = "--time",
      paramLabel = "ISO-8601",
      description = "When, as in 2026-06-01T12:00:00Z or with +02:00. Default: now.")
  private @Nullable String time;

  private final Path folder;
  private final PrintWriter out;
  private final ResolvedNames.Lookup lookup;
  private final InstantSource clock;

  /** Reserved addresses that the gateway's file opens to every rule. */
  private Set<InetAddress> opened = Set.of();

  Explain(Path folder, PrintWriter out, ResolvedNames.Lookup lookup, InstantSource clock) {
    this.folder = folder;
    this.out = out;
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (port < 1 || port > MAX_PORT) {
      throw malformed("--port", Integer.toString(port), "write a number from 1 to 65535", null);
    }
    Instant at = time == null ? clock.instant() : instant(time);
    UserPrincipal principal =
        new UserPrincipal(
            required("--user", user), user, Set.copyOf(groups), pairs(), known(), at, null, null);
    InetAddress from = client == null ? null : literal("--client", client);
    ExplainRequest request =
        ExplainRequest.of(principal, destination(), port, at).from(from, clientName);
    if (address != null) {
      request = request.resolvedTo(literal("--address", address));
    }
    ResolvedNames names = new ResolvedNames(lookup, clock);
    RulePolicy rules = rules(names);
    Explanation explanation =
        request.address() == null ? resolved(rules, request) : rules.explain(request);
    explanation.sentences().forEach(sentence -> out.println(Printable.whole(sentence)));
    if (refusedAnyway(explanation)) {
      out.println(
          "The gateway refuses it all the same: the address is loopback, link-local, multicast or"
              + " unspecified, and only a resource policy that names this very address opens it.");
      return DENIED;
    }
    return explanation.allowed() ? ALLOWED : DENIED;
  }

  /** The rules as the gateway has them; which reserved addresses it opens is noted. */
  private RulePolicy rules(ResolvedNames names) {
    if ((policy == null) == (config == null)) {
      throw new ConfigurationException("Name either --policy or --config, so that it is clear.");
    }
    GatewayConfig gateway = config == null ? null : ConfigFile.read(folder.resolve(config));
    RulePolicy plain =
        PolicyFile.load(
            gateway != null
                ? gateway.policy().file()
                : folder.resolve(policy == null ? Path.of("") : policy));
    if (gateway != null) {
      opened = gateway.hosts().openReservedAddresses();
    }
    if (gateway != null && !gateway.policy().aliases()) {
      return plain;
    }
    RulePolicy rules = plain.toBuilder().hostAliases(names).build();
    names.refresh(rules.hostNames());
    return rules;
  }

  /** Asks about each address as the gateway would, which connects to the first one allowed. */
  private Explanation resolved(RulePolicy rules, ExplainRequest request) {
    InetAddress[] found;
    try {
      found = lookup.all(request.host());
    } catch (UnknownHostException e) {
      out.println(
          Printable.text(request.host())
              + " cannot be resolved on this machine; --address says what it resolves to.");
      return rules.explain(request);
    }
    List<Explanation> each = new ArrayList<>();
    for (InetAddress one : found) {
      each.add(rules.explain(request.resolvedTo(one)));
    }
    Explanation chosen =
        each.stream()
            .filter(one -> one.channel().allowed() && !refusedAnyway(one))
            .findFirst()
            .orElseGet(() -> each.get(0));
    InetAddress shown = chosen.request().address();
    if (shown != null) {
      out.println(
          Printable.text(request.host())
              + " resolves to "
              + shown.getHostAddress()
              + " on this machine"
              + (found.length > 1 ? ", and to " + (found.length - 1) + " more." : "."));
    }
    return chosen;
  }

  private boolean refusedAnyway(Explanation explanation) {
    InetAddress to = explanation.request().address();
    return to != null
        && explanation.channel().decision() instanceof Decision.Allow<ChannelGrant> allow
        && !allow.grant().opensReservedAddress()
        && !opened.contains(to)
        && (to.isLoopbackAddress()
            || to.isLinkLocalAddress()
            || to.isMulticastAddress()
            || to.isAnyLocalAddress());
  }

  private String destination() {
    String remedy = "write a name or an address as in pc.example, 10.1.2.3 or 2001:db8::1";
    String text =
        required("--host", host).replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", "");
    try {
      Target target = Target.parse(text);
      if (target instanceof Target.HostName || target instanceof Target.Address) {
        return target.text();
      }
    } catch (IllegalArgumentException e) {
      throw malformed("--host", host, remedy, e);
    }
    throw malformed("--host", host, remedy, null);
  }

  private Map<String, List<String>> pairs() {
    Map<String, List<String>> pairs = new TreeMap<>();
    for (String attribute : attributes) {
      int sign = attribute.indexOf('=');
      if (sign < 1) {
        throw malformed("--attribute", attribute, "write NAME=VALUE", null);
      }
      pairs
          .computeIfAbsent(attribute.substring(0, sign), name -> new ArrayList<>())
          .add(attribute.substring(sign + 1));
    }
    return pairs;
  }

  /** The scheme; only schemes that policy files know, so that a misspelt one is noticed. */
  private AuthScheme known() {
    String remedy = "write Basic, NTLM, Kerberos, Certificate, PAA, Bearer or SSPI_NTLM";
    try {
      AuthScheme named = AuthScheme.of(scheme);
      if (SignInClass.of(named) != null && !named.equals(AuthScheme.NEGOTIATE)) {
        return named;
      }
    } catch (IllegalArgumentException e) {
      throw malformed("--scheme", scheme, remedy, e);
    }
    throw malformed("--scheme", scheme, remedy, null);
  }

  private static InetAddress literal(String option, String text) {
    String remedy = "write an address as in 192.0.2.7 or 2001:db8::1";
    try {
      if (Target.parse(text) instanceof Target.Address literal) {
        return literal.address();
      }
    } catch (IllegalArgumentException e) {
      throw malformed(option, text, remedy, e);
    }
    throw malformed(option, text, remedy, null);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw malformed(
          "--time", text, "write it as in 2026-06-01T12:00:00Z or 2026-06-01T12:00:00+02:00", e);
    }
  }

  private static String required(String option, String text) {
    if (text.isEmpty()) {
      throw new ConfigurationException(option + " is empty; name one.");
    }
    return text;
  }

  private static ConfigurationException malformed(
      String option, String text, String remedy, @Nullable Exception cause) {
    return new ConfigurationException(
        option + " does not understand \"" + Printable.text(text) + "\"; " + remedy + ".", cause);
  }
}
