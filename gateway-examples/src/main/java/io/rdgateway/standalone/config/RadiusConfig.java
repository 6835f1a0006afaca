/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.otp.CodePlacement;
import io.rdgateway.auth.radius.PasswordMethod;
import io.rdgateway.policy.strict.Node;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code radius}.
 *
 * @param servers which are asked
 * @param uses what for; may be empty where there is accounting only
 * @param passwordMethod how passwords travel
 * @param code where a code is typed; null if none is
 * @param nasIdentifier how the gateway names itself; null for its name
 * @param reconnectWindow how long an answer serves once more; null for a minute
 * @param asksAtReauthentication whether users are asked when their time is over
 * @param sendsClientAddress whether the server learns it
 * @param passwordWord sent where users are asked by push; null for none
 * @param accounting servers that hear of tunnels; may be empty
 * @param interim between two reports of a tunnel; null for none
 */
public record RadiusConfig(
    List<RadiusServerConfig> servers,
    Set<Use> uses,
    PasswordMethod passwordMethod,
    @Nullable CodePlacement code,
    @Nullable String nasIdentifier,
    @Nullable Duration reconnectWindow,
    boolean asksAtReauthentication,
    boolean sendsClientAddress,
    @Nullable String passwordWord,
    List<RadiusServerConfig> accounting,
    @Nullable Duration interim) {
  static final List<String> KEYS =
      List.of(
          "servers",
          "use",
          "password-method",
          "code-separator",
          "code-digits",
          "nas-identifier",
          "reconnect-window",
          "ask-at-reauthentication",
          "send-client-address",
          "password-word",
          "accounting-servers",
          "accounting-interim");

  private static final int SIGN_IN_PORT = 1812;
  private static final int ACCOUNTING_PORT = 1813;

  /** What a RADIUS server is asked for. */
  public enum Use {
    /** Judges the passwords of Basic. */
    SIGN_IN,

    /** Decides about each tunnel after the rules, and may ask the user for a second factor. */
    CONNECTION_POLICY
  }

  static RadiusConfig read(Node node, Reading reading) {
    Block block = new Block(node, "radius", KEYS, reading);
    Value<List<RadiusServerConfig>> servers =
        block.list("servers", RadiusServerConfig.part(SIGN_IN_PORT));
    Value<List<Use>> uses = block.list("use", Values.word("use", Use.class));
    Value<PasswordMethod> method =
        block.optional("password-method", Values.word("method", PasswordMethod.class));
    Value<CodePlacement> code = CodeKeys.read(block);
    Value<String> nas = block.optional("nas-identifier", Values::text);
    Value<Duration> window = block.optional("reconnect-window", Values::duration);
    Value<Boolean> again = block.flag("ask-at-reauthentication", false);
    Value<Boolean> address = block.flag("send-client-address", true);
    Value<String> word = block.optional("password-word", Values::text);
    Value<List<RadiusServerConfig>> accounting =
        block.list("accounting-servers", RadiusServerConfig.part(ACCOUNTING_PORT));
    Value<Duration> interim = block.optional("accounting-interim", Values::duration);
    return block.made(
        () -> {
          Set<Use> all = uses.get().isEmpty() ? Set.of() : EnumSet.copyOf(uses.get());
          if (servers.get().isEmpty() != all.isEmpty()
              || (all.isEmpty() && accounting.get().isEmpty())) {
            throw new IllegalArgumentException(
                "\"servers\" and what to \"use\" them for (sign-in, connection-policy) go together;"
                    + " write both, or \"accounting-servers\" alone");
          }
          Duration between = interim.orNull();
          if (between != null && between.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("accounting-interim is a minute or more");
          }
          return new RadiusConfig(
              servers.get(),
              all,
              method.or(PasswordMethod.PAP),
              code.orNull(),
              nas.orNull(),
              window.orNull(),
              again.get(),
              address.get(),
              word.orNull(),
              accounting.get(),
              between);
        });
  }

  /** How long the sign-in or the policy may take, all servers together. */
  public Duration patience() {
    return servers.stream()
        .map(RadiusServerConfig::answerTime)
        .reduce(Duration.ofSeconds(10), Duration::plus);
  }

  /** Every server, for sign-ins and accounting. */
  public Stream<RadiusServerConfig> all() {
    return Stream.concat(servers.stream(), accounting.stream());
  }
}
