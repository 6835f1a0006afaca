/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.GROUPS;
import static io.rdgateway.auth.ldap.Shapes.PEOPLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.util.ssl.TrustAllTrustManager;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many users at once, a directory that takes its time, and one of its two servers dead. */
@Timeout(180)
class DirectoryLoadTest {
  private static final int SIGN_INS = 200;
  private static final int POOL = 4;
  private static final int LOOPS = 2;
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch signedIn = new CountDownLatch(SIGN_INS);
  private final List<String> rejected = new ArrayList<>();

  private static LdapServer dead() throws Exception {
    TestDirectory gone = TestDirectory.plain(Shapes.BASE);
    LdapServer address = gone.address();
    gone.close();
    return address;
  }

  private GatewayServer gateway(LdapDirectory directory) throws Exception {
    return GatewayServer.builder(
            TlsSource.selfSigned(List.of("127.0.0.1")),
            new BasicAuthenticator(
                (user, password, context) -> {
                  threads.add(Thread.currentThread().getName());
                  return directory.verify(user, password, context);
                }),
            AuthorizationPolicy.of(
                request -> Decision.allow(TunnelGrant.unrestricted()),
                request -> Decision.deny("no host in this test")))
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .limits(Limits.defaults().toBuilder().signInTime(LONG).build())
        .eventLoops(LOOPS)
        .listener(this::note)
        .build()
        .start();
  }

  private synchronized void note(GatewayEvent event) {
    if (event instanceof GatewayEvent.SignedIn) {
      signedIn.countDown();
    } else if (event instanceof GatewayEvent.SignInRejected refusal) {
      rejected.add(refusal.toString());
    }
  }

  @Test
  void noEventLoopWaitsForTheDirectoryAndADeadServerCostsNoSignIn() throws Exception {
    try (TestDirectory server = Shapes.openLdap();
        LdapDirectory directory =
            LdapDirectory.builder(
                    LdapConnectionSettings.insecurePlain(dead(), server.address())
                        .serviceAccount(TestDirectory.SERVICE, () -> TestDirectory.SERVICE_PASSWORD)
                        .poolSize(POOL)
                        .responseTimeout(Duration.ofMinutes(1))
                        .build(),
                    UserSchema.openLdap().build(),
                    GroupSettings.openLdap(GroupLookup.MEMBER_OF).base(GROUPS).build(),
                    LdapDomain.of(PEOPLE))
                .build();
        GatewayServer gateway = gateway(directory)) {
      int port = gateway.addresses().get(0).getPort();
      CountDownLatch latch = new CountDownLatch(1);
      server.hold = latch;
      ExecutorService clients = Executors.newFixedThreadPool(SIGN_INS);
      try {
        List<Future<GatewayClientException>> ends = new ArrayList<>();
        for (int i = 0; i < SIGN_INS; i++) {
          ends.add(clients.submit(() -> signIn(port)));
        }
        // Now every connection of the pool waits for the directory, and everybody else for the
        // pool.
        server.held.acquire(POOL);
        for (int i = 0; i < 8 * LOOPS; i++) {
          assertTrue(statusOf(port).startsWith("HTTP/1.1 404 "), "a loop does not answer");
        }
        assertEquals(SIGN_INS, signedIn.getCount());
        latch.countDown();
        for (Future<GatewayClientException> end : ends) {
          end.get();
        }
        signedIn.await();
      } finally {
        clients.shutdownNow();
      }
      synchronized (this) {
        assertEquals(List.of(), rejected);
      }
      assertEquals(POOL, server.connections.size());
      assertTrue(server.bindConnections.size() <= POOL, server.bindConnections::toString);
      assertTrue(threads.stream().noneMatch(name -> name.contains("loop")), threads::toString);
    }
  }

  private static GatewayClientException signIn(int port) {
    return assertThrows(
        GatewayClientException.class,
        () ->
            GatewayClient.builder("127.0.0.1", port)
                .credentials(ClientCredentials.preemptiveBasic("alice", "Alice-1"))
                .insecureTrustAnyCertificate()
                .timeout(LONG)
                .build()
                .open("192.0.2.1", 3389)
                .close());
  }

  /** What a loop says to somebody who asks for nothing in particular. */
  private static String statusOf(int port) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAllTrustManager()}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
    }
  }
}
