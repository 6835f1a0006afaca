/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.HostAliases;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The policy of a file that may change while the gateway runs. A file with a mistake changes
 * nothing: the policy stays as it was, and the mistake is told. Thread-safe; decisions never wait
 * for the file.
 *
 * <pre>{@code
 * LivePolicyFile policy = LivePolicyFile.open(Path.of("policy.yaml"));
 * policy.watch(scheduler, Duration.ofSeconds(2), reload -> {
 *   if (reload instanceof LivePolicyFile.Changed) {
 *     gateway.review(tunnel -> true);
 *   }
 * });
 * }</pre>
 */
public final class LivePolicyFile implements AuthorizationPolicy {
  private final Path file;
  private final HostAliases aliases;
  private byte[] seen;
  private volatile RulePolicy policy;

  private LivePolicyFile(Path file, HostAliases aliases, byte[] bytes) {
    this.file = file;
    this.aliases = aliases;
    seen = bytes;
    policy = parse(bytes);
  }

  private RulePolicy parse(byte[] bytes) {
    return PolicyFile.parse(bytes, file.toString()).toBuilder().hostAliases(aliases).build();
  }

  /** What a look at the file has found. */
  public sealed interface Reload {}

  /** The file is as it was at the last look. */
  public record Unchanged() implements Reload {}

  /**
   * The file has a new policy, which is in force. Live tunnels are not looked at by itself: see
   * {@link io.rdgateway.GatewayServer#review}.
   *
   * @param before the policy until now
   * @param after the policy from now on; may equal the old one, if only comments have changed
   */
  public record Changed(RulePolicy before, RulePolicy after) implements Reload {}

  /**
   * The file cannot be used; the policy stays. Told once for each state of the file.
   *
   * @param mistake says where and what, and the remedy
   */
  public record Refused(ConfigurationException mistake) implements Reload {}

  /**
   * Reads the file for the first time. Each name of a host is a host of its own.
   *
   * @param file a policy file
   * @return its live policy
   * @throws ConfigurationException if it cannot be read or has a mistake
   */
  public static LivePolicyFile open(Path file) {
    return open(file, (name, address) -> Set.of());
  }

  /**
   * Reads the file for the first time.
   *
   * @param file a policy file
   * @param aliases knows the other names of hosts, for every policy that the file will have
   * @return its live policy
   * @throws ConfigurationException if it cannot be read or has a mistake
   */
  public static LivePolicyFile open(Path file, HostAliases aliases) {
    return new LivePolicyFile(file, aliases, PolicyFile.read(file));
  }

  /**
   * The policy in force.
   *
   * @return the last one without a mistake
   */
  public RulePolicy policy() {
    return policy;
  }

  /**
   * Looks at the file. Blocks on it.
   *
   * @return what was found
   */
  public synchronized Reload reload() {
    byte[] bytes;
    try {
      bytes = PolicyFile.read(file);
    } catch (ConfigurationException e) {
      return refused(new byte[0], e); // as empty as an unreadable file can be: no policy is
    }
    if (Arrays.equals(bytes, seen)) {
      return new Unchanged();
    }
    try {
      RulePolicy before = policy;
      RulePolicy after = parse(bytes);
      policy = after;
      seen = bytes;
      return new Changed(before, after);
    } catch (ConfigurationException e) {
      return refused(bytes, e);
    } catch (RuntimeException e) { // a fault of ours: it would end a watch without a word
      return refused(
          bytes,
          new ConfigurationException(
              file + ": the policy file could not be understood (" + e + "); please report it", e));
    }
  }

  private Reload refused(byte[] bytes, ConfigurationException mistake) {
    if (Arrays.equals(bytes, seen)) {
      return new Unchanged();
    }
    seen = bytes;
    return new Refused(mistake);
  }

  /**
   * Looks at the file again and again. By its content, not its time: editors and mounted
   * configuration replace files in ways that no notification tells of.
   *
   * @param scheduler runs the looks, which block on the file
   * @param pause between two looks
   * @param listener hears of {@link Changed} and {@link Refused}; if it throws, the looks end and
   *     the future of this call says why
   * @return cancel it to end the looks
   */
  public ScheduledFuture<?> watch(
      ScheduledExecutorService scheduler, Duration pause, Consumer<? super Reload> listener) {
    return scheduler.scheduleWithFixedDelay(
        () -> {
          Reload found = reload();
          if (!(found instanceof Unchanged)) {
            listener.accept(found);
          }
        },
        pause.toMillis(),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection) {
    return policy.consent(principal, connection);
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
    return policy.authorizeTunnel(request);
  }

  @Override
  public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) {
    return policy.authorizeChannel(request);
  }
}
