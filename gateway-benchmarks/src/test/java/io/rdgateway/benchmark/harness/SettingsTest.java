/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.benchmark.load.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void everyKindOfGatewayIsAContender() {
    Settings settings =
        Settings.of(
            new String[] {
              "--transports", "ws,http", "--engines", "boringssl,jdk", "--proxies", "nginx"
            });

    assertEquals(
        List.of(
            "gateway-ws-boringssl-nio",
            "gateway-ws-jdk-nio",
            "gateway-http-boringssl-nio",
            "gateway-http-jdk-nio",
            "nginx"),
        settings.contenders().stream().map(Contender::label).toList());
  }

  @Test
  void scenariosHaveTheirOwnNumbersOfTunnels() {
    Settings settings =
        Settings.of(new String[] {"--tunnels", "1,10", "--idle-tunnels", "50", "--jvm-flags", ""});

    assertEquals(List.of(1, 10), settings.tunnels(Scenario.SINK));
    assertEquals(List.of(16), settings.tunnels(Scenario.SETUP));
    assertEquals(List.of(50), settings.tunnels(Scenario.IDLE));
    assertEquals(List.of(), settings.jvmFlags());
  }

  @Test
  void unknownProxiesAreRefused() {
    Settings settings = Settings.of(new String[] {"--proxies", "stunnel"});

    assertThrows(IllegalArgumentException.class, settings::contenders);
  }
}
