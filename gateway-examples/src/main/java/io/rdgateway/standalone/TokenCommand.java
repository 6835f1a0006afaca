/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenClaims;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenRequest;
import io.rdgateway.auth.token.TokenRevocation;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.config.ConfigFile;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.TokensConfig;
import io.rdgateway.standalone.config.UsersConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Access tokens of the quick start's gateway, or of a served one. */
@Command(name = "token", description = "Issues, shows and revokes access tokens of a gateway.")
final class TokenCommand {
  private static final int REFUSED = 1;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The file of a served gateway, before the command. Default: the quick start.")
  private @Nullable Path config;

  private final Path folder;
  private final PrintWriter out;
  private final InstantSource clock;

  TokenCommand(Path folder, PrintWriter out, InstantSource clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  private TokenFolder files() {
    if (config == null) {
      return new TokenFolder(folder);
    }
    TokensConfig tokens = gateway(config).signIn().tokens();
    if (tokens == null) {
      throw new ConfigurationException(
          config
              + " has no tokens; add \"tokens\" to its methods and the block under \"sign-in\".");
    }
    return new TokenFolder(tokens.keys(), tokens.revocations());
  }

  private List<StoredUser> users() {
    if (config == null) {
      return UsersFile.read(folder.resolve("users.yaml"));
    }
    UsersConfig users = gateway(config).users();
    if (users == null) {
      throw new ConfigurationException(
          config + " has no users file, so nobody is known whom a token could be for.");
    }
    return UsersFile.read(users.file());
  }

  private GatewayConfig gateway(Path file) {
    return ConfigFile.read(folder.resolveSibling(file));
  }

  @Command(description = "Prints a token for a user and a host; whoever has it is let in.")
  int issue(
      @Option(
              names = "--user",
              paramLabel = "NAME",
              required = true,
              description = "Of the users file.")
          String user,
      @Option(
              names = "--host",
              paramLabel = "HOST[:PORT]",
              required = true,
              description = "To open.")
          String host,
      @Option(
              names = "--minutes",
              paramLabel = "N",
              defaultValue = "5",
              description = "In which it opens a tunnel. Default: ${DEFAULT-VALUE}.")
          int minutes,
      @Option(
              names = "--hours",
              paramLabel = "N",
              defaultValue = "12",
              description = "That the tunnel may last. Default: ${DEFAULT-VALUE}.")
          int hours,
      @Option(
              names = "--rdp",
              paramLabel = "FILE",
              description = "Writes an .rdp file instead; needs --gateway.")
          @Nullable Path rdp,
      @Option(
              names = "--gateway",
              paramLabel = "HOST[:PORT]",
              description = "What clients call the gateway.")
          @Nullable String gateway) {
    if ((rdp == null) != (gateway == null)) {
      throw new ConfigurationException("--rdp and --gateway go together; give both or none.");
    }
    Identity who =
        users().stream()
            .map(StoredUser::identity)
            .filter(one -> one.name().equalsIgnoreCase(user))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "There is no user \""
                            + Printable.text(user)
                            + "\" in "
                            + (config == null ? folder : config)
                            + "; name one of the users file."));
    HostPort target = HostPort.target(host);
    TokenIssuer.Issued token;
    try {
      token =
          new TokenIssuer(files().keys(), clock)
              .issue(
                  TokenRequest.of(who.id(), target.host(), target.port())
                      .withTimes(Duration.ofMinutes(minutes), Duration.ofHours(hours)));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("No token was issued: " + e.getMessage() + ".", e);
    }
    if (rdp != null && gateway != null) {
      HostPort named = HostPort.parseGateway(gateway);
      RdpFiles.writeWithToken(rdp, named, target, token.text());
      out.println("Wrote " + rdp + " with the token " + token.claims().id() + ".");
    } else {
      out.println(token.text());
    }
    return 0;
  }

  @Command(description = {"Says what a token says.", "Returns 1 if it is not one of this gateway."})
  int inspect(@Parameters(paramLabel = "TOKEN", description = "Its text.") String token) {
    Optional<TokenClaims> read =
        new PaaTokens(files().keys(), new LocalTokenMemory()).inspect(token);
    if (read.isEmpty()) {
      out.println("This is no token of this gateway, or it was changed.");
      return REFUSED;
    }
    TokenClaims claims = read.get();
    Instant now = clock.instant();
    out.println("id:       " + claims.id() + " (key " + claims.keyId() + ")");
    out.println("user:     " + Printable.whole(claims.userId()));
    claims
        .scope()
        .targets()
        .forEach(target -> out.println("opens:    " + new HostPort(target.host(), target.port())));
    out.println("issued:   " + claims.issuedAt());
    out.println(
        "opens until "
            + claims.openUntil()
            + (now.isBefore(claims.openUntil()) ? "" : ", which is over")
            + "; its tunnel lasts until "
            + claims.sessionUntil());
    boolean revoked =
        files().revocations().stream()
            .anyMatch(
                one -> one.covers(claims.id(), claims.userId(), claims.keyId(), claims.issuedAt()));
    out.println(revoked ? "It is revoked." : "It is not revoked.");
    return 0;
  }

  @Command(
      description =
          "Revokes a token by its id, or all tokens of a user or a key so far; ends tunnels.")
  int revoke(
      @Option(names = "--id", paramLabel = "ID", description = "Of one token, as inspect shows it.")
          @Nullable String id,
      @Option(names = "--user", paramLabel = "NAME", description = "All tokens of a user.")
          @Nullable String user,
      @Option(names = "--key", paramLabel = "ID", description = "All tokens of a key.")
          @Nullable String key) {
    TokenRevocation revocation;
    Instant now = clock.instant();
    if (id != null && user == null && key == null) {
      revocation = named(TokenRevocation.Kind.TOKEN, id, now);
    } else if (user != null && id == null && key == null) {
      revocation = named(TokenRevocation.Kind.USER, idOf(user), now);
    } else if (key != null && id == null && user == null) {
      revocation = named(TokenRevocation.Kind.KEY, key, now);
    } else {
      throw new ConfigurationException("Say what to revoke: one of --id, --user and --key.");
    }
    files().revoke(revocation);
    out.println("Revoked; a running gateway takes it over within seconds.");
    return 0;
  }

  /** The id of a user who is there, or else what was typed: tokens may outlive users. */
  private String idOf(String user) {
    return users().stream()
        .map(StoredUser::identity)
        .filter(one -> one.name().equalsIgnoreCase(user))
        .map(Identity::id)
        .findFirst()
        .orElse(user);
  }

  private static TokenRevocation named(TokenRevocation.Kind kind, String name, Instant now) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new ConfigurationException("What is revoked needs a name without control characters.");
    }
    try {
      return new TokenRevocation(kind, name, now);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("Nothing was revoked: " + e.getMessage() + ".", e);
    }
  }
}
