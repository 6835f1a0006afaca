/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.ldap.GroupLookup;
import io.rdgateway.auth.ldap.GroupSettings;
import io.rdgateway.auth.ldap.LdapConnectionSettings;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ldap.LdapDomain;
import io.rdgateway.auth.ldap.LdapServer;
import io.rdgateway.auth.ldap.UserSchema;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many users of a directory sign in within a second, by a password and with nested groups, four
 * times as many at once as its usual pool has connections. Says at the end how many connections
 * that took, and that nobody was refused. Without TLS and password hashes, which cost the directory
 * and not the gateway.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Threads(32)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DirectorySignInBenchmark {
  private static final int LONGEST_SIGN_IN_SECONDS = 60;

  /** Whether the first of two servers is dead. */
  @Param({"false", "true"})
  boolean deadServer;

  private final MemoryDirectory server = new MemoryDirectory();
  private final LongAdder accepted = new LongAdder();
  private final Queue<AuthenticationResult> refused = new ConcurrentLinkedQueue<>();
  private final Credential alice =
      new Credential.Password(AuthScheme.BASIC, "alice", MemoryDirectory.PASSWORD);
  private LdapDirectory directory = directory(server.address());
  private Authenticator authenticator = directory.authenticator(TargetNames.standAlone("bench"));

  private static LdapDirectory directory(LdapServer... servers) {
    return LdapDirectory.builder(
            LdapConnectionSettings.insecurePlain(servers)
                .serviceAccount(MemoryDirectory.SERVICE, () -> MemoryDirectory.PASSWORD)
                .build(),
            UserSchema.openLdap().build(),
            GroupSettings.openLdap(GroupLookup.MEMBER_OF).build(),
            LdapDomain.of(MemoryDirectory.BASE))
        .build();
  }

  /** Puts a dead server before the living one, if there shall be one. */
  @Setup
  public void begin() throws LDAPException {
    if (deadServer) {
      directory.close();
      directory = directory(MemoryDirectory.dead(), server.address());
      authenticator = directory.authenticator(TargetNames.standAlone("bench"));
    }
  }

  /** One sign-in. */
  @Benchmark
  public AuthenticationResult signIn() throws Exception {
    AuthenticationResult result = authenticator.proceed(alice, context());
    if (result instanceof AuthenticationResult.Accepted) {
      accepted.increment();
    } else {
      refused.add(result);
    }
    return result;
  }

  private static AuthenticationContext context() {
    var connection =
        new ConnectionInfo(
            "benchmark",
            TransportKind.WEBSOCKET,
            new InetSocketAddress("192.0.2.1", 50000),
            new InetSocketAddress("192.0.2.2", 443),
            "TLSv1.3",
            List.of(),
            null,
            null,
            null,
            null);
    return new AuthenticationContext(
        connection,
        AuthenticationContext.Stage.HTTP,
        Occasion.OPEN,
        null,
        Instant.now().plusSeconds(LONGEST_SIGN_IN_SECONDS));
  }

  /** Tells what it took. */
  @TearDown
  public void end() {
    System.out.println(
        accepted.sum()
            + " sign-ins on "
            + server.lookups()
            + " connections that look up and "
            + server.binds()
            + " that bind, "
            + refused.size()
            + " refused");
    directory.close();
    server.close();
    if (!refused.isEmpty()) {
      throw new IllegalStateException("a sign-in was refused: " + refused.peek());
    }
  }
}
