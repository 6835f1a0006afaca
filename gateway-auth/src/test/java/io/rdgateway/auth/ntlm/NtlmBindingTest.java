/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.tls.TlsSource;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ties a sign-in to this gateway: channel bindings and service names. */
class NtlmBindingTest {
  private final TestClient client = new TestClient();
  private final NtlmAuthenticator acceptor = Conversation.acceptor(ALICE).build();

  private String signIn() throws Exception {
    return outcome(client.signIn(acceptor, null));
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, absent, Accepted",
    "OFF, zero, Accepted",
    "OFF, right, Accepted",
    "OFF, wrong, Accepted",
    "WHEN_SENT, absent, Accepted",
    "WHEN_SENT, zero, Accepted",
    "WHEN_SENT, right, Accepted",
    "WHEN_SENT, wrong, ntlm-wrong-channel-binding",
    "REQUIRED, absent, ntlm-no-channel-binding",
    "REQUIRED, zero, ntlm-no-channel-binding",
    "REQUIRED, right, Accepted",
    "REQUIRED, wrong, ntlm-wrong-channel-binding"
  })
  void channelBinding(ChannelBindingPolicy policy, String sent, String expected) throws Exception {
    var binding = Vectors.CALCULATED_BINDING;
    client.binding =
        switch (sent) {
          case "absent" -> null;
          case "zero" -> new byte[16];
          case "right" -> ChannelBindingPolicy.hash(binding);
          default -> ChannelBindingPolicy.hash(Vectors.FREERDP_BINDING);
        };
    assertEquals(
        expected,
        outcome(
            client.signIn(Conversation.acceptor(ALICE).channelBinding(policy).build(), binding)));
  }

  @Test
  void aProxysCertificateIsGoodAsWellIfItIsNamed() throws Exception {
    X509Certificate proxy = TlsSource.selfSigned(List.of("proxy.test")).load().certificate();
    EndPointBinding seen = Objects.requireNonNull(EndPointBinding.of(proxy));
    client.binding = ChannelBindingPolicy.hash(seen);
    var strict = Conversation.acceptor(ALICE).channelBinding(ChannelBindingPolicy.REQUIRED);
    assertEquals(
        "ntlm-wrong-channel-binding",
        outcome(client.signIn(strict.build(), Vectors.CALCULATED_BINDING)));
    var named = strict.furtherCertificates(List.of(proxy)).build();
    assertEquals("Accepted", outcome(client.signIn(named, Vectors.CALCULATED_BINDING)));
    assertEquals("Accepted", outcome(client.signIn(named, null)));
    client.binding = ChannelBindingPolicy.hash(Vectors.CALCULATED_BINDING);
    assertEquals("Accepted", outcome(client.signIn(named, Vectors.CALCULATED_BINDING)));
    client.binding = ChannelBindingPolicy.hash(Vectors.FREERDP_BINDING);
    assertEquals(
        "ntlm-wrong-channel-binding", outcome(client.signIn(named, Vectors.CALCULATED_BINDING)));
  }

  @Test
  void nothingMatchesAConnectionWithoutABinding() throws Exception {
    client.binding = ChannelBindingPolicy.hash(Vectors.CALCULATED_BINDING);
    assertEquals("ntlm-wrong-channel-binding", signIn());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/gw1.corp.example, 2, Accepted",
    "http/GW1.corp.example:8443, 2, Accepted",
    "cifs/gw1.corp.example, 2, ntlm-wrong-service",
    "HTTP/other.corp.example, 2, ntlm-wrong-service",
    "HTTP/gw1.corp.example.evil, 2, ntlm-wrong-service",
    "cifs/elsewhere, 6, Accepted", // the client does not trust the name itself
    "'', 2, Accepted"
  })
  void serviceNames(String service, int avFlags, String expected) throws Exception {
    client.service = service;
    client.avFlags = avFlags;
    var strict =
        Conversation.acceptor(ALICE).serviceNames(Set.of("GW1.corp.example", "gw")).build();
    assertEquals(expected, outcome(client.signIn(strict, null)));
    assertEquals("Accepted", signIn());
  }
}
