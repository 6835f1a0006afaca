/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.auth.certificate.CertificateAuthenticator;
import io.rdgateway.auth.certificate.CertificateUsers;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates of OpenSSL, its responder, and curl as the client. */
@Timeout(120)
class ClientCertificateIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"JDK", "BORINGSSL"})
  void curlSignsInUntilItsCertificateIsRevoked(TlsEngine engine) throws Exception {
    Events events = new Events();
    try (OpenSslAuthority authority = OpenSslAuthority.start(folder);
        GatewayServer gateway = gateway(engine, authority, events)) {
      authority.issue("alice", "alice@corp.example");
      InetSocketAddress address = gateway.addresses().get(0);

      try (Child curl = curl(address, "alice")) {
        assertTrue(
            Await.until(SOON, () -> curl.output().contains("HTTP/1.1 200")),
            () -> curl.output() + events);
        assertEquals("id-1", events.await(GatewayEvent.SignedIn.class, SOON).principal().id());
      }
      try (Child curl = curl(address, null)) {
        assertTrue(curl.endsWithin(SOON), curl::output);
        assertNotEquals(0, curl.exitStatus(), curl::output);
      }
      authority.revoke("alice");
      try (Child curl = curl(address, "alice")) {
        assertTrue(curl.endsWithin(SOON), curl::output);
        assertTrue(curl.output().contains("HTTP/1.1 403"), curl::output);
        GatewayEvent.SignInRejected refusal = events.await(GatewayEvent.SignInRejected.class, SOON);
        assertEquals("certificate-revoked", refusal.reason().code(), refusal::toString);
      }
    }
  }

  private static GatewayServer gateway(TlsEngine engine, OpenSslAuthority authority, Events events)
      throws Exception {
    MemoryUserStore users = new MemoryUserStore("corp.example");
    users.add(StoredUser.of("id-1", "alice", PasswordHash.create(Account.password())));
    ClientTrust trust = ClientTrust.of(List.of(authority.certificate()));
    return GatewayServer.builder(
            TlsSource.selfSigned(List.of("127.0.0.1")),
            CertificateAuthenticator.builder(trust, CertificateUsers.byUserPrincipalName(users))
                .reuseAnswers(Duration.ofMillis(1))
                .build(),
            AuthorizationPolicy.of(
                request -> Decision.allow(TunnelGrant.unrestricted()),
                request -> Decision.allow(ChannelGrant.plain())))
        .bindForCertificates(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trust)
        .tlsEngine(engine)
        .listener(events)
        .build()
        .start();
  }

  /** Opens RDG_OUT_DATA, whose answer never ends. */
  private Child curl(InetSocketAddress gateway, @Nullable String user) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peers.program("curl", "curl"),
                "--http1.1",
                "--insecure",
                "--silent",
                "--show-error",
                "--no-buffer",
                "--include",
                "--request",
                "RDG_OUT_DATA",
                "--header",
                "RDG-Connection-Id: {11111111-2222-3333-4444-555555555555}",
                "--header",
                "Content-Length: 0"));
    if (user != null) {
      command.addAll(
          List.of(
              "--cert",
              folder.resolve(user + ".pem").toString(),
              "--key",
              folder.resolve(user + ".key").toString()));
    }
    command.add("https://127.0.0.1:" + gateway.getPort() + "/remoteDesktopGateway/");
    return Child.start(folder.resolve("curl.log"), Map.of(), command);
  }
}
