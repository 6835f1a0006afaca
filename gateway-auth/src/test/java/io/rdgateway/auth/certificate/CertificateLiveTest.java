/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.LiveGateway;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmClientCredentials;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.ClientTrust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates and NTLM side by side at a running gateway. */
class CertificateLiveTest {
  private static final char[] NO_PASSWORD = {};

  /** A sign-in that presents nothing over HTTP. */
  private static final ClientCredentials NOTHING = target -> challenges -> null;

  private final MemoryUserStore store = new MemoryUserStore("corp.example");
  private final KeyPair keys;
  private final TestAuthority authority;
  private final LiveGateway gateway;
  private volatile Instant now = Instant.now();

  CertificateLiveTest() throws Exception {
    keys = TestAuthority.keys();
    authority = new TestAuthority("users");
    for (String name : List.of("alice", "bob")) {
      store.add(
          StoredUser.of("id-" + name, name, PasswordHash.create("Secret-1"))
              .withNtHash(NtHash.ofPassword("Secret-1")));
    }
    ClientTrust trust = ClientTrust.of(List.of(authority.certificate()));
    gateway =
        new LiveGateway(
            Authenticators.combine(
                CertificateAuthenticator.builder(trust, CertificateUsers.byUserPrincipalName(store))
                    .clock(() -> now)
                    .build(),
                NtlmAuthenticator.builder(NtlmVerifier.of(store), TargetNames.standAlone("gw.test"))
                    .schemes(AuthScheme.NTLM, AuthScheme.SSPI_NTLM)
                    .build()),
            builder ->
                builder.bindForCertificates(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trust));
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    authority.close();
  }

  private GatewayClient client(
      X509Certificate user, ClientCredentials credentials, TransportKind transport)
      throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("me", keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {user});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(own, NO_PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", gateway.certificate().identity().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    InetSocketAddress address = gateway.server().addresses().get(1);
    return GatewayClient.builder(LiveGateway.NAME, address.getPort())
        .connectTo(address)
        .sslContext(context)
        .transport(transport)
        .credentials(credentials)
        .build();
  }

  private X509Certificate alice() throws Exception {
    return authority.new Issue("CN=Alice", keys).upn("alice@corp.example").make();
  }

  @ParameterizedTest
  @EnumSource
  void theCertificateIsEnough(TransportKind transport) throws Exception {
    X509Certificate alice = alice();
    gateway.assertOpens(client(alice, NOTHING, transport));
    gateway.close();
    for (UserPrincipal user : gateway.principals()) {
      assertEquals("id-alice", user.id());
      assertEquals(AuthScheme.CERTIFICATE, user.scheme());
      assertEquals(alice.getNotAfter().toInstant(), user.validUntil());
    }
    assertEquals(transport == TransportKind.HTTP ? 2 : 1, gateway.principals().size());
  }

  /**
   * The 401 of NTLM cannot come, since the certificate alone opens: NTLM has to begin by itself.
   */
  @ParameterizedTest
  @EnumSource
  void aSignInInsideTheTunnelMustBeTheSameUsers(TransportKind transport) throws Exception {
    X509Certificate alice = alice();
    gateway.assertOpens(client(alice, inTunnel("alice"), transport));
    var refusal =
        assertThrows(
            GatewayClientException.class,
            () -> gateway.assertOpens(client(alice, inTunnel("bob"), transport)));
    assertEquals(OptionalInt.of(0x8009030C), refusal.resultCode());
    gateway.close();
    assertEquals(
        Set.of(AuthScheme.CERTIFICATE, AuthScheme.SSPI_NTLM),
        gateway.principals().stream().map(UserPrincipal::scheme).collect(Collectors.toSet()));
    assertEquals(1, gateway.events(GatewayEvent.TunnelOpened.class).size());
  }

  private static ClientCredentials inTunnel(String user) {
    return NtlmClientCredentials.of(user, "Secret-1").withSchemes(AuthScheme.SSPI_NTLM);
  }

  @ParameterizedTest
  @EnumSource
  void aRevokedCertificateIsForbidden(TransportKind transport) throws Exception {
    X509Certificate alice = alice();
    authority.revoke(alice);
    for (ClientCredentials credentials : List.of(NOTHING, inTunnel("alice"))) {
      var refusal =
          assertThrows(
              GatewayClientException.class,
              () -> gateway.assertOpens(client(alice, credentials, transport)));
      assertEquals(OptionalInt.of(403), refusal.httpStatus());
    }
    gateway.close();
    assertEquals(List.of("certificate-revoked", "certificate-revoked"), gateway.refusals());
    assertEquals(List.of(), gateway.principals());
  }

  @Test
  void aReviewEndsTheTunnelOfARevokedCertificate() throws Exception {
    X509Certificate alice = alice();
    try (GatewayChannel channel = gateway.open(client(alice, NOTHING, TransportKind.WEBSOCKET))) {
      assertEquals(0, review());
      authority.revoke(alice);
      now = now.plus(Duration.ofMinutes(10));
      assertEquals(1, review());
      assertTrue(channel.input().readAllBytes().length > 0, "the greeting of the host is lost");
    }
  }

  private int review() throws Exception {
    return gateway.server().review(tunnel -> true).toCompletableFuture().get();
  }
}
