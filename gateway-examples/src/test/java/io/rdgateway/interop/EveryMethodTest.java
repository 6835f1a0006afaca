/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.certificate.CertificateAuthenticator;
import io.rdgateway.auth.certificate.CertificateUsers;
import io.rdgateway.auth.certificate.Revocation;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmClientCredentials;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRequest;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All ways to sign in at one gateway; what a policy leaves out is refused, and named. */
class EveryMethodTest {
  private static final String NAME = "localhost";
  private static final String PASSWORD = "Right-1";
  private static final int CAP_DENIED = 0x800759DB;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A client's way, and what its user is held to have proved. */
  private enum Way {
    BASIC,
    NTLM,
    NTLM_UNDER_NEGOTIATE,
    NTLM_IN_TUNNEL,
    COOKIE,
    BEARER,
    CERTIFICATE;

    AuthScheme proof() {
      return switch (this) {
        case BASIC -> AuthScheme.BASIC;
        case NTLM, NTLM_UNDER_NEGOTIATE -> AuthScheme.NTLM;
        case NTLM_IN_TUNNEL -> AuthScheme.SSPI_NTLM;
        case COOKIE -> AuthScheme.PAA;
        case BEARER -> AuthScheme.BEARER;
        case CERTIFICATE -> AuthScheme.CERTIFICATE;
      };
    }
  }

  private static final List<AuthScheme> PROOFS =
      Stream.concat(Arrays.stream(Way.values()).map(Way::proof), Stream.of(AuthScheme.KERBEROS))
          .distinct()
          .toList();

  private final Events events = new Events();
  private final ScriptedHost host = ScriptedHost.start();
  private final JwtIssuer issuer;
  private final UserCertificate certificate;
  private final TokenKeys keys;
  private final TlsSource.Loader tls = TlsSource.selfSigned(List.of(NAME));
  private final MemoryUserStore users = new MemoryUserStore("corp.example");
  private final ClientTrust trust;

  EveryMethodTest() throws Exception {
    issuer = JwtIssuer.start();
    certificate = UserCertificate.of("alice@corp.example");
    trust = ClientTrust.of(List.of(certificate.authority()));
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    keys = new TokenKeys(TokenKey.hmac("k1", secret));
    users.add(
        StoredUser.of("id-1", TestGateway.USER, PasswordHash.create(PASSWORD))
            .withNtHash(NtHash.ofPassword(PASSWORD)));
  }

  @AfterEach
  void end() {
    issuer.close();
    host.close();
  }

  private Authenticator everything() {
    NtlmAuthenticator ntlm =
        NtlmAuthenticator.builder(NtlmVerifier.of(users), TargetNames.standAlone("gw.test"))
            .schemes(AuthScheme.NTLM, AuthScheme.SSPI_NTLM)
            .build();
    return Authenticators.combine(
        NegotiateAuthenticator.of(ntlm.mechanism()),
        ntlm,
        new BasicAuthenticator(users),
        AccessTokenAuthenticator.paa(new PaaTokens(keys, new LocalTokenMemory()))
            .andBearer(issuer.tokens()),
        CertificateAuthenticator.builder(trust, CertificateUsers.byUserPrincipalName(users))
            .revocation(Revocation.INSECURE_OFF) // its own tests ask responders
            .build());
  }

  private GatewayServer gateway(List<AuthScheme> allowed) {
    Subjects alice = Subjects.ofUsers(TestGateway.USER);
    RulePolicy policy =
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("tunnels", alice)
                    .schemes(allowed.toArray(AuthScheme[]::new))
                    .build())
            .resourceRule(
                ResourceRule.builder("host", alice).hosts("127.0.0.1").ports(host.port()).build())
            .build();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return GatewayServer.builder(tls, everything(), policy)
        .bind(anyPort)
        .bindForCertificates(anyPort, trust)
        .listener(events)
        .build()
        .start();
  }

  private GatewayClient client(Way way, GatewayServer gateway) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", tls.load().certificate());
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    boolean certified = way == Way.CERTIFICATE;
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certified ? certificate.keyManagers() : null, managers.getTrustManagers(), null);
    InetSocketAddress address = gateway.addresses().get(certified ? 1 : 0);
    return GatewayClient.builder(NAME, address.getPort())
        .connectTo(address)
        .sslContext(context)
        .credentials(credentials(way))
        .build();
  }

  private ClientCredentials credentials(Way way) throws Exception {
    NtlmClientCredentials ntlm = NtlmClientCredentials.of(TestGateway.USER, PASSWORD);
    return switch (way) {
      case BASIC -> ClientCredentials.basic(TestGateway.USER, PASSWORD);
      case NTLM -> ntlm.withSchemes(AuthScheme.NTLM);
      case NTLM_UNDER_NEGOTIATE -> ntlm.withSchemes(AuthScheme.NEGOTIATE);
      case NTLM_IN_TUNNEL -> ntlm.withSchemes(AuthScheme.SSPI_NTLM);
      case COOKIE ->
          ClientCredentials.paa(
              new TokenIssuer(keys)
                  .issue(TokenRequest.of(TestGateway.USER, "127.0.0.1", host.port()))
                  .text());
      case BEARER ->
          ClientCredentials.bearer(issuer.issue("127.0.0.1:" + host.port(), Duration.ofMinutes(5)));
      case CERTIFICATE -> target -> challenges -> null;
    };
  }

  @ParameterizedTest
  @EnumSource
  void isTakenBesideAllOthers(Way way) throws Exception {
    try (GatewayServer gateway = gateway(PROOFS)) {
      client(way, gateway).open("127.0.0.1", host.port()).close();
      assertEquals(
          way.proof(), events.await(GatewayEvent.SignedIn.class, SOON).principal().scheme());
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedByAPolicyThatLeavesItOut(Way way) throws Exception {
    List<AuthScheme> others = PROOFS.stream().filter(proof -> !proof.equals(way.proof())).toList();
    try (GatewayServer gateway = gateway(others)) {
      GatewayClient client = client(way, gateway);
      GatewayClientException refused =
          assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", host.port()));
      assertEquals(OptionalInt.of(CAP_DENIED), refused.resultCode());
      String why = events.await(GatewayEvent.TunnelDenied.class, SOON).reason().explanation();
      assertTrue(why.contains("\"tunnels\" does not accept the scheme " + way.proof()), why);
      assertEquals(0, host.connections());
    }
  }
}
