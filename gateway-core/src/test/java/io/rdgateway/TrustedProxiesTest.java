/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.TrustedProxies.Statement;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {

  @Test
  void trustsWhatIsNamed() throws Exception {
    TrustedProxies proxies =
        TrustedProxies.of(Statement.PROXY_PROTOCOL, "192.0.2.0/28", "2001:db8::/64");
    assertTrue(proxies.trusts(InetAddress.getByName("192.0.2.15")));
    assertTrue(proxies.trusts(InetAddress.getByName("::ffff:192.0.2.1")));
    assertTrue(proxies.trusts(InetAddress.getByName("2001:db8::1:2")));
    assertFalse(proxies.trusts(InetAddress.getByName("192.0.2.16")));
    assertFalse(proxies.trusts(InetAddress.getByName("2001:db8:0:1::")));
    assertEquals("PROXY_PROTOCOL from [192.0.2.0/28, 2001:db8:0:0:0:0:0:0/64]", proxies.toString());
    assertEquals(Statement.PROXY_PROTOCOL, proxies.statement());
  }

  @Test
  void trustsNeitherNobodyNorEverybody() {
    for (List<String> networks :
        List.of(
            List.<String>of(),
            List.of("0.0.0.0/0"),
            List.of("192.0.2.1", "::/0"),
            List.of("192.0.2.1/24"),
            List.of("proxy.example.com"))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> TrustedProxies.of(Statement.FORWARDED, networks),
          networks::toString);
    }
  }

  @Test
  void needAListener() {
    GatewayServer.Builder builder =
        GatewayServer.builder(
                TlsSource.insecurePlainHttp(), new TestGateway.Passwords(), TestGateway.EVERYTHING)
            .bind(new InetSocketAddress(0))
            .trustedProxies(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TrustedProxies.of(Statement.FORWARDED, "127.0.0.1"));
    assertThrows(ConfigurationException.class, builder::build);
  }
}
