/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A mechanism whose tokens are words. */
final class FakeMechanism implements Mechanism {
  static final Revalidation REVIEWED =
      new Revalidation.Revoked(NegotiateRejects.GIVEN_UP.because("reviewed"));

  final List<String> received = new ArrayList<>();

  /** What a word of the client is answered with; anything else is refused. */
  String lastToken = "reply";

  private final AuthScheme scheme;
  private final List<MechanismOid> names;

  FakeMechanism(AuthScheme scheme, MechanismOid... names) {
    this.scheme = scheme;
    this.names = List.of(names);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The signature of one side. */
  static byte[] mic(String side, byte[] message) {
    return bytes(side + Arrays.hashCode(message));
  }

  @Override
  public List<MechanismOid> names() {
    return names;
  }

  @Override
  public AuthScheme scheme() {
    return scheme;
  }

  @Override
  public boolean claims(byte[] token) {
    return new String(token, StandardCharsets.UTF_8).startsWith(scheme + ":");
  }

  @Override
  public MechanismExchange start() {
    return (token, context) -> {
      String word = new String(token, StandardCharsets.UTF_8).replace(scheme + ":", "");
      received.add(word);
      return switch (word) {
        case "hello" -> new MechanismResult.Continue(bytes("prove it"));
        case "proof" -> new MechanismResult.Complete(principal(), null, new Integrity());
        case "ticket" ->
            new MechanismResult.Complete(principal(), bytes(lastToken), new Integrity());
        case "old ticket" -> refused(bytes("too old"));
        default -> refused(null);
      };
    };
  }

  private static MechanismResult refused(byte @Nullable [] token) {
    return new MechanismResult.Refused(NegotiateRejects.GIVEN_UP.because("wrong word"), token);
  }

  UserPrincipal principal() {
    return UserPrincipal.of("1", "alice", Set.of(), scheme, Instant.EPOCH);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return CompletableFuture.completedFuture(REVIEWED);
  }

  private static final class Integrity implements MessageIntegrity {
    @Override
    public byte[] sign(byte[] message) {
      return mic("server", message);
    }

    @Override
    public boolean verifies(byte[] message, byte[] mic) {
      return Arrays.equals(mic("client", message), mic);
    }
  }
}
