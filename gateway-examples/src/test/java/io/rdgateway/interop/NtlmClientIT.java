/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.auth.ntlm.NtlmClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The NTLM of our client before Samba's judgement. */
@Timeout(60)
class NtlmClientIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String USER = "alice";
  private static final String PASSWORD = "P\u00e4ssw\u00f6rd-" + Account.password();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"NTLM, WEBSOCKET", "NTLM, HTTP", "Negotiate, WEBSOCKET", "Negotiate, HTTP"})
  void sambaAcceptsTheProof(String scheme, TransportKind transport) throws Exception {
    Events events = new Events();
    try (ScriptedHost host = ScriptedHost.start();
        GatewayServer gateway = gateway(events, UnaryOperator.identity());
        GatewayChannel channel =
            client(
                    gateway,
                    transport,
                    NtlmClientCredentials.of("CORP\\" + USER, PASSWORD)
                        .withWorkstation("PC7")
                        .withSchemes(AuthScheme.of(scheme)))
                .open("127.0.0.1", host.port())) {
      channel.output().write(3); // as RDP begins
      channel.output().flush();
      host.awaitRdp(SOON);
      GatewayEvent.SignedIn signedIn = events.await(GatewayEvent.SignedIn.class, SOON);
      assertEquals("CORP\\" + USER, signedIn.principal().name());
    }
  }

  @Test
  void sambaRefusesAWrongPassword() throws Exception {
    assertRefused(UnaryOperator.identity(), "Wrong-1", "NT_STATUS_LOGON_FAILURE");
  }

  /** So it checks the integrity code, which covers all three messages. */
  @Test
  void sambaRefusesWhenTheFirstMessageWasChanged() throws Exception {
    assertRefused(
        message -> {
          message[34] ^= 1; // the client's build number, which means nothing
          return message;
        },
        PASSWORD,
        "NT_STATUS_INVALID_PARAMETER");
  }

  private void assertRefused(UnaryOperator<byte[]> onTheWay, String password, String status)
      throws Exception {
    Events events = new Events();
    try (GatewayServer gateway = gateway(events, onTheWay)) {
      var credentials = NtlmClientCredentials.of("CORP\\" + USER, password);
      var client = client(gateway, TransportKind.WEBSOCKET, credentials);
      assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", 9));
      GatewayEvent.SignInRejected refusal = events.await(GatewayEvent.SignInRejected.class, SOON);
      assertTrue(refusal.reason().explanation().contains(status), refusal::toString);
    }
  }

  private GatewayServer gateway(Events events, UnaryOperator<byte[]> onTheWay) throws Exception {
    return GatewayServer.builder(
            TlsSource.selfSigned(List.of("localhost")),
            new SambaNtlm(folder, USER, PASSWORD, onTheWay),
            AuthorizationPolicy.of(
                request -> Decision.allow(TunnelGrant.unrestricted()),
                request -> Decision.allow(ChannelGrant.plain())))
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .openReservedAddress(InetAddress.getLoopbackAddress())
        .listener(events)
        .build()
        .start();
  }

  private static GatewayClient client(
      GatewayServer gateway, TransportKind transport, NtlmClientCredentials credentials) {
    InetSocketAddress address = gateway.addresses().get(0);
    return GatewayClient.builder("localhost", address.getPort())
        .connectTo(address)
        .insecureTrustAnyCertificate()
        .transport(transport)
        .credentials(credentials)
        .build();
  }
}
