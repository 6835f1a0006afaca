/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.Limits;
import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.ConfigurationException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLimitsTest {
  private static final Limits BASE =
      Limits.defaults().toBuilder()
          .maxTunnels(10)
          .maxTunnelsPerUser(9)
          .maxTunnelsPerAddress(8)
          .maxChannelsPerResource(7)
          .build();

  private static Limits limits(String... keys) {
    return PolicyFile.parse("version: 1\nlimits: {" + String.join(", ", keys) + "}\n", "test")
        .limits()
        .over(BASE);
  }

  @Test
  void eachKeyIsOneCount() {
    assertEquals(
        BASE.toBuilder()
            .maxTunnels(0)
            .maxTunnelsPerUser(1)
            .maxTunnelsPerAddress(2)
            .maxChannelsPerResource(3)
            .build(),
        limits(
            "tunnels: 0",
            "tunnels-per-user: 1",
            "tunnels-per-address: 2",
            "channels-per-resource: 3"));
    assertEquals(BASE.toBuilder().maxTunnelsPerUser(1).build(), limits("tunnels-per-user: 1"));
  }

  @Test
  void whatIsNotSaidIsLeftToTheGateway() {
    assertEquals(BASE, PolicyFile.parse("version: 1\n", "test").limits().over(BASE));
    assertEquals(BASE, limits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "many", "\"3\"", "1000000000", "[3]", "03"})
  void whatIsNoCountIsRefused(String value) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> limits("tunnels: " + value));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("test:2:19: \"tunnels\" is a whole number"), message);
  }

  @Test
  void anUnknownKeyIsRefused() {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> limits("tunnel-per-user: 3"));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("did you mean \"tunnels-per-user\"?"), message);
  }

  @Test
  void negativeCountsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PolicyLimits(
                OptionalInt.of(-1), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()));
  }
}
