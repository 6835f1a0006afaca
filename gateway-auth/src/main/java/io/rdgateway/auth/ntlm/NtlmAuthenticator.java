/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.negotiate.Mechanism;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Accepts NTLM sign-ins (MS-NLMP 3.2.5): raw NTLM messages under the scheme NTLM and under
 * Negotiate, where FreeRDP 3 and Windows outside a domain send them, and if it is wanted inside the
 * tunnel (SSPI_NTLM, MS-TSGU 2.2.10.13). The scheme of the principals is NTLM in the first two
 * cases. Inside SPNEGO it serves as a {@linkplain #mechanism() mechanism}.
 *
 * <p>Only NTLMv2 is accepted, with a message integrity code, with the target information of the
 * challenge unchanged, and with Unicode texts; LM, NTLMv1 and anonymous sign-ins are refused. A
 * challenge is good for one answer on its own connection and for {@link Builder#challengeLifetime a
 * short time}. A client that starts anew gets a new challenge.
 *
 * <p>Refusals carry {@code unknown-user}, {@code wrong-password} or another reason of the verifier,
 * {@code malformed}, {@code unsupported-token} (SPNEGO), {@code ntlm-no-challenge}, {@code
 * ntlm-challenge-used}, {@code ntlm-challenge-expired}, {@code ntlm-weak-flags}, {@code
 * ntlm-anonymous}, {@code ntlm-v1}, {@code ntlm-no-mic}, and after a right password {@code
 * ntlm-wrong-mic}, {@code ntlm-changed-target}, {@code ntlm-no-channel-binding}, {@code
 * ntlm-wrong-channel-binding}, {@code ntlm-wrong-service}: these speak of an attack. The client
 * cannot tell any of them apart.
 */
public final class NtlmAuthenticator implements Authenticator {
  /** What the client must offer. */
  private static final int REQUIRED = NtlmFlags.UNICODE | NtlmFlags.EXTENDED_SESSION_SECURITY;

  /** What is chosen when the client offers it. */
  private static final int OPTIONAL =
      NtlmFlags.SIGN | NtlmFlags.SEAL | NtlmFlags.KEY_128 | NtlmFlags.KEY_56;

  /** What every challenge has. */
  private static final int ALWAYS =
      NtlmFlags.REQUEST_TARGET
          | NtlmFlags.NTLM
          | NtlmFlags.ALWAYS_SIGN
          | NtlmFlags.TARGET_INFO
          | NtlmFlags.VERSION;

  private final NtlmVerifier verifier;
  private final TargetNames names;
  private final List<AuthScheme> schemes;
  private final ChannelBindingPolicy channelBinding;
  private final Set<EndPointBinding> furtherBindings;
  private final Set<String> serviceNames;
  private final Duration challengeLifetime;
  private final InstantSource clock;
  private final Supplier<byte[]> challenges;

  private NtlmAuthenticator(Builder builder) {
    verifier = builder.verifier;
    names = builder.names;
    schemes = builder.schemes;
    channelBinding = builder.channelBinding;
    furtherBindings = builder.furtherBindings;
    serviceNames = builder.serviceNames;
    challengeLifetime = builder.challengeLifetime;
    clock = builder.clock;
    challenges = builder.challenges;
  }

  /**
   * Starts the configuration.
   *
   * @param verifier judges the proofs
   * @param names what the gateway says of itself
   * @return a builder with safe defaults
   */
  public static Builder builder(NtlmVerifier verifier, TargetNames names) {
    return new Builder(verifier, names);
  }

  @Override
  public List<AuthScheme> schemes() {
    return schemes;
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
    if (!(credential instanceof Credential.SecurityToken token)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("NTLM takes security tokens"));
    }
    byte[] message = token.token();
    if (!MessageReader.isNtlm(message)) {
      return AuthenticationResult.rejected(NtlmRejects.UNSUPPORTED_TOKEN);
    }
    try {
      if (MessageReader.typeOf(message) == AuthenticateMessage.TYPE) {
        return AuthenticationResult.rejected(NtlmRejects.NO_CHALLENGE);
      }
      NtlmChallengeStep step = challenge(token.scheme(), message);
      return AuthenticationResult.challenge(step.challenge(), step);
    } catch (RefusedException e) {
      return AuthenticationResult.rejected(e.reason());
    }
  }

  /** Answers a first message. */
  NtlmChallengeStep challenge(AuthScheme scheme, byte[] negotiate) throws RefusedException {
    NtlmFlags offered = NegotiateMessage.parse(negotiate).flags();
    checkStrength(offered);
    int chosen = ALWAYS | names.targetType() | REQUIRED | (offered.bits() & OPTIONAL);
    if (offered.hasAny(NtlmFlags.SIGN | NtlmFlags.SEAL)) {
      // Without these the key is not exchanged even if both sides set the flag, which not every
      // client knows; so it is not set.
      chosen |= offered.bits() & NtlmFlags.KEY_EXCHANGE;
    }
    Instant now = clock.instant();
    var challenge =
        new ChallengeMessage(
            new NtlmFlags(chosen),
            challenges.get(),
            names.target(),
            names.pairs(FileTime.toBytes(FileTime.of(now))),
            NtlmVersion.OURS);
    return new NtlmChallengeStep(
        this, scheme, negotiate, challenge, challenge.toBytes(), now.plus(challengeLifetime));
  }

  /** Both in what a client offers and in what it chose in the end. */
  static void checkStrength(NtlmFlags flags) throws RefusedException {
    RefusedException.unless(
        flags.has(REQUIRED)
            && (flags.has(NtlmFlags.KEY_128) || !flags.hasAny(NtlmFlags.SIGN | NtlmFlags.SEAL)),
        NtlmRejects.WEAK_FLAGS);
  }

  /**
   * The same acceptor as a mechanism of SPNEGO. Give it to a {@link
   * io.rdgateway.auth.negotiate.NegotiateAuthenticator}, which then serves Negotiate, and leave
   * only {@link AuthScheme#NTLM} to this one by {@link Builder#schemes}.
   *
   * @return a view that shares everything with this authenticator
   */
  public Mechanism mechanism() {
    return new NtlmMechanism(this);
  }

  /** Principals of the mechanism are reviewed by the authenticator that serves it. */
  @Override
  public boolean reviews(AuthScheme scheme) {
    return schemes.stream().map(NtlmAuthenticator::proofOf).anyMatch(scheme::equals);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return verifier.revalidate(principal, blocking);
  }

  /** Under Negotiate, too, a policy has to be able to tell NTLM from Kerberos. */
  static AuthScheme proofOf(AuthScheme offered) {
    return offered.equals(AuthScheme.NEGOTIATE) ? AuthScheme.NTLM : offered;
  }

  NtlmVerifier verifier() {
    return verifier;
  }

  ChannelBindingPolicy channelBinding() {
    return channelBinding;
  }

  Set<EndPointBinding> furtherBindings() {
    return furtherBindings;
  }

  Set<String> serviceNames() {
    return serviceNames;
  }

  InstantSource clock() {
    return clock;
  }

  /** Configures an {@link NtlmAuthenticator}. Not thread-safe. */
  public static final class Builder {
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    private final NtlmVerifier verifier;
    private final TargetNames names;
    private List<AuthScheme> schemes = List.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM);
    private ChannelBindingPolicy channelBinding = ChannelBindingPolicy.WHEN_SENT;
    private Set<EndPointBinding> furtherBindings = Set.of();
    private Set<String> serviceNames = Set.of();
    private Duration challengeLifetime = Duration.ofMinutes(2);
    private InstantSource clock = Clock.systemUTC();
    private Supplier<byte[]> challenges = new RandomChallenges();

    private Builder(NtlmVerifier verifier, TargetNames names) {
      this.verifier = verifier;
      this.names = names;
    }

    /**
     * The words to offer. FreeRDP 2 knows only NTLM, FreeRDP 3 only Negotiate. {@link
     * AuthScheme#SSPI_NTLM} serves clients behind proxies that break the other two: they get as far
     * as the handshake without a sign-in, and send no channel binding.
     *
     * @param offered some of {@link AuthScheme#NEGOTIATE}, {@link AuthScheme#NTLM} and {@link
     *     AuthScheme#SSPI_NTLM}; the first two by default
     * @return this
     * @throws ConfigurationException if it is another one, or none
     */
    public Builder schemes(AuthScheme... offered) {
      schemes = List.of(offered);
      if (schemes.isEmpty()
          || Set.copyOf(schemes).size() != schemes.size()
          || !Set.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.SSPI_NTLM)
              .containsAll(schemes)) {
        throw new ConfigurationException(
            "NTLM can be offered as NTLM, as Negotiate and as SSPI_NTLM, each at most once; name at"
                + " least one.");
      }
      return this;
    }

    /**
     * What becomes of channel bindings.
     *
     * @param policy {@link ChannelBindingPolicy#WHEN_SENT} by default
     * @return this
     */
    public Builder channelBinding(ChannelBindingPolicy policy) {
      channelBinding = policy;
      return this;
    }

    /**
     * Further certificates that clients may be bound to: those of proxies in front of the gateway
     * that end TLS. The gateway's own stays good as well.
     *
     * @param certificates none by default
     * @return this
     * @throws ConfigurationException if one has no channel binding
     */
    public Builder furtherCertificates(Collection<X509Certificate> certificates) {
      furtherBindings = ChannelBindingPolicy.furtherBindings(certificates);
      return this;
    }

    /**
     * Refuses clients that say they meant another service than this gateway: a sign-in that
     * somebody relays from elsewhere. The name is the host in {@code HTTP/host} as the client typed
     * it, so every alias must be listed. Clients that say nothing pass.
     *
     * @param hosts the names and addresses by which clients reach the gateway; empty, the default,
     *     for no check
     * @return this
     */
    public Builder serviceNames(Set<String> hosts) {
      serviceNames =
          hosts.stream()
              .map(host -> host.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
      return this;
    }

    /**
     * How long a challenge can be answered.
     *
     * @param lifetime more than zero, at most five minutes; two minutes by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder challengeLifetime(Duration lifetime) {
      if (lifetime.isZero() || lifetime.isNegative() || lifetime.compareTo(MAX_LIFETIME) > 0) {
        throw new ConfigurationException(
            "The lifetime of an NTLM challenge must be above zero and at most five minutes, not "
                + lifetime
                + ".");
      }
      challengeLifetime = lifetime;
      return this;
    }

    /**
     * Where the time comes from.
     *
     * @param source the system's clock by default
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** For tests that need known bytes. */
    Builder challenges(Supplier<byte[]> source) {
      challenges = source;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the authenticator
     * @throws ConfigurationException if channel bindings are required and SSPI_NTLM is offered,
     *     which has none
     */
    public NtlmAuthenticator build() {
      if (channelBinding == ChannelBindingPolicy.REQUIRED
          && schemes.contains(AuthScheme.SSPI_NTLM)) {
        throw new ConfigurationException(
            "SSPI_NTLM carries no channel binding, so it would let in whoever is kept out by"
                + " requiring one; do not offer it, or check bindings only when they are sent.");
      }
      return new NtlmAuthenticator(this);
    }
  }

  private static final class RandomChallenges implements Supplier<byte[]> {
    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] get() {
      byte[] challenge = new byte[ChallengeMessage.CHALLENGE_BYTES];
      random.nextBytes(challenge);
      return challenge;
    }
  }
}
