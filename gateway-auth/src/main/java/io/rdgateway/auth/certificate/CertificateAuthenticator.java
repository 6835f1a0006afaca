/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.ClientTrust;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Signs users in by the certificate of their TLS handshake: checks its chain once more, asks its
 * authority whether it has been revoked, and finds the user. The tunnel lives no longer than the
 * certificate, and each review of it asks again.
 *
 * <p>Refusals carry {@code certificate-invalid}, {@code certificate-revoked}, {@code
 * certificate-status-unknown}, {@code certificate-no-name}, {@code malformed} or a reason of the
 * {@link CertificateUsers}.
 */
public final class CertificateAuthenticator implements Authenticator {
  private static final RejectReason REVOKED =
      new RejectReason("certificate-revoked", "the certificate has been revoked");
  private static final RejectReason UNKNOWN =
      new RejectReason(
          "certificate-status-unknown", "nobody can say whether the certificate has been revoked");

  private final ClientTrust trust;
  private final CertificateUsers users;
  private final Revocation revocation;
  private final Duration inquiryTime;
  private final AuthorityInquiry authorities;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  private CertificateAuthenticator(Builder builder) {
    trust = builder.trust;
    users = builder.users;
    revocation = builder.revocation;
    inquiryTime = builder.inquiryTime;
    authorities = new AuthorityInquiry(builder.maxListBytes, builder.reuse);
    clock = builder.clock;
    nanoTime = builder.nanoTime;
  }

  /**
   * Starts the configuration.
   *
   * @param trust whose certificates are taken, as at the listener
   * @param users finds the owner of a certificate
   * @return a builder with safe defaults
   */
  public static Builder builder(ClientTrust trust, CertificateUsers users) {
    return new Builder(trust, users);
  }

  @Override
  public List<AuthScheme> schemes() {
    return List.of(AuthScheme.CERTIFICATE);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (!(credential instanceof Credential.ClientCertificate shown)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("certificates come from the TLS handshake alone"));
    }
    try {
      return AuthenticationResult.accepted(judge(shown.chain(), clock.instant()));
    } catch (CertificateRefusedException e) {
      return AuthenticationResult.rejected(e.reason());
    } catch (CertificateException e) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("the certificate cannot be read"));
    }
  }

  private UserPrincipal judge(List<X509Certificate> chain, Instant since) throws Exception {
    Instant now = clock.instant();
    CertificatePath path = CertificatePath.check(chain, trust, now);
    if (revocation != Revocation.INSECURE_OFF) {
      checkRevocation(path, now);
    }
    CertificateLookup lookup = users.find(CertificateNames.of(path.leaf()));
    if (lookup instanceof CertificateLookup.Found found) {
      return principal(found.identity(), path, since);
    }
    throw new CertificateRefusedException(
        lookup instanceof CertificateLookup.Missing missing
            ? missing.reason()
            : RejectReason.HOOK_FAILED);
  }

  private void checkRevocation(CertificatePath path, Instant now)
      throws CertificateRefusedException, InterruptedException {
    Budget budget = new Budget(nanoTime, inquiryTime);
    for (int link = 0; link < path.links().size(); link++) {
      RevocationStatus status =
          authorities.ask(path.links().get(link), path.issuerOf(link), now, budget);
      if (status instanceof RevocationStatus.Revoked) {
        throw new CertificateRefusedException(REVOKED);
      }
      if (status instanceof RevocationStatus.Unknown unknown
          && revocation == Revocation.FAIL_CLOSED) {
        throw new CertificateRefusedException(
            UNKNOWN.because(UNKNOWN.explanation() + ": " + unknown.why()));
      }
    }
  }

  private static UserPrincipal principal(Identity identity, CertificatePath path, Instant since)
      throws CertificateEncodingException {
    Instant end = path.end();
    if (identity.validUntil() != null && identity.validUntil().isBefore(end)) {
      end = identity.validUntil();
    }
    Map<String, List<String>> attributes = new HashMap<>(identity.attributes());
    attributes.put(ChainAttribute.NAME, ChainAttribute.of(path.links()));
    return new UserPrincipal(
        identity.id(),
        identity.name(),
        identity.groups(),
        attributes,
        AuthScheme.CERTIFICATE,
        since,
        end,
        null);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    CompletableFuture<Revalidation> answer = new CompletableFuture<>();
    blocking.execute(
        () -> {
          try {
            answer.complete(judgeAgain(principal));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private Revalidation judgeAgain(UserPrincipal principal) throws Exception {
    try {
      UserPrincipal now = judge(ChainAttribute.chain(principal), principal.authenticatedAt());
      if (!now.id().equals(principal.id())) {
        return new Revalidation.Revoked(
            RejectReason.UNKNOWN_USER.because("the certificate belongs to another user now"));
      }
      // What a second proof has narrowed stays narrow.
      UserPrincipal current = now.narrowedBy(principal);
      return current.equals(principal)
          ? new Revalidation.Unchanged()
          : new Revalidation.Changed(current);
    } catch (CertificateRefusedException e) {
      return new Revalidation.Revoked(e.reason());
    } catch (CertificateException e) {
      return new Revalidation.Revoked(
          RejectReason.MALFORMED.because("the certificate of the principal cannot be read"));
    }
  }

  /** Configures a {@link CertificateAuthenticator}. Not thread-safe. */
  public static final class Builder {
    private static final Duration MAX_TIME = Duration.ofMinutes(1);
    private static final Duration MAX_REUSE = Duration.ofHours(24);

    private final ClientTrust trust;
    private final CertificateUsers users;
    private Revocation revocation = Revocation.FAIL_CLOSED;
    private Duration inquiryTime = Duration.ofSeconds(10);
    private Duration reuse = Duration.ofMinutes(10);
    private int maxListBytes = 8 << 20;
    private InstantSource clock = Clock.systemUTC();
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(ClientTrust trust, CertificateUsers users) {
      this.trust = trust;
      this.users = users;
    }

    /**
     * What becomes of certificates whose authority cannot be heard.
     *
     * @param mode {@link Revocation#FAIL_CLOSED} by default
     * @return this
     */
    public Builder revocation(Revocation mode) {
      revocation = mode;
      return this;
    }

    /**
     * How long one sign-in may ask authorities, all requests together.
     *
     * @param time more than zero, at most a minute; 10 seconds by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder inquiryTime(Duration time) {
      inquiryTime = checked("The time for asking authorities", time, MAX_TIME);
      return this;
    }

    /**
     * How long an answer may be used again. A certificate that is revoked meanwhile stays good for
     * as long.
     *
     * @param time more than zero, at most a day; ten minutes by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder reuseAnswers(Duration time) {
      reuse = checked("The time for which an answer is used again", time, MAX_REUSE);
      return this;
    }

    private static Duration checked(String what, Duration time, Duration max) {
      if (time.isZero() || time.isNegative() || time.compareTo(max) > 0) {
        throw new ConfigurationException(
            what + " must be above zero and at most " + max + ", not " + time + ".");
      }
      return time;
    }

    /**
     * How large a revocation list may be. Up to sixteen are kept in memory.
     *
     * @param bytes 1 KiB to 64 MiB; 8 MiB by default
     * @return this
     * @throws ConfigurationException if it is outside these bounds
     */
    public Builder maxListBytes(int bytes) {
      if (bytes < 1 << 10 || bytes > 64 << 20) {
        throw new ConfigurationException(
            "A revocation list may have 1 KiB to 64 MiB, not " + bytes + " bytes.");
      }
      maxListBytes = bytes;
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

    /** The time of the budget, for tests. */
    Builder nanoTime(LongSupplier source) {
      nanoTime = source;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the authenticator
     */
    public CertificateAuthenticator build() {
      return new CertificateAuthenticator(this);
    }
  }
}
