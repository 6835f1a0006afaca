/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenClaims;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many access tokens one thread issues and verifies in a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {
  private static final int SECRET_BYTES = 32;

  /** By what the tokens are signed. */
  public enum Algorithm {
    /** HMAC-SHA256. */
    HMAC,
    /** Ed25519. */
    ED25519
  }

  /** By what the tokens are signed. */
  @Param Algorithm algorithm = Algorithm.HMAC;

  private final TokenRequest request =
      TokenRequest.of("S-1-5-21-1004336348-1177238915-682003330-512", "pc-17.corp.example", 3389)
          .withUser("alice", Set.of());
  private TokenKeys keys = new TokenKeys(hmac());
  private TokenIssuer issuer = new TokenIssuer(keys);
  private PaaTokens tokens = new PaaTokens(keys, new LocalTokenMemory());
  private String token = "";

  /** Makes a key and a token. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    keys =
        new TokenKeys(
            algorithm == Algorithm.HMAC
                ? hmac()
                : TokenKey.ed25519(
                    "key-1", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    issuer = new TokenIssuer(keys);
    tokens = new PaaTokens(keys, new LocalTokenMemory());
    token = issuer.issue(request).text();
    if (verify().isEmpty()) {
      throw new IllegalStateException("not the answer that was to be measured");
    }
  }

  private static TokenKey hmac() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return TokenKey.hmac("key-1", secret);
  }

  /** Issues a token. */
  @Benchmark
  public String issue() {
    return issuer.issue(request).text();
  }

  /** Verifies a token, without noting its use. */
  @Benchmark
  public Optional<TokenClaims> verify() {
    return tokens.inspect(token);
  }
}
