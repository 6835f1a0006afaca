/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayHealth.State;
import io.rdgateway.spi.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final GatewayStatistics.Pauses NONE =
      new GatewayStatistics.Pauses(0, 0, Duration.ZERO);
  private static final Limits LIMITS =
      Limits.defaults().toBuilder().maxTunnels(10).maxUnauthenticated(20).build();

  private boolean listening = true;
  private boolean draining;
  private int tunnels = 9;
  private int waiting = 19;
  private Duration lag = Duration.ofMillis(1_999);
  private int queued = 921;
  private Instant end = NOW.plusSeconds(1);

  private GatewayHealth health() {
    return HealthChecks.of(
        new GatewayStatistics(
            listening,
            draining,
            Map.of(TransportKind.HTTP, tunnels),
            new GatewayStatistics.Connections(waiting, 0, Map.of()),
            0,
            0,
            NONE,
            NONE,
            List.of(
                new GatewayStatistics.Loop(Duration.ZERO, 0), new GatewayStatistics.Loop(lag, 0)),
            List.of(
                new GatewayStatistics.Hooks("resolver", null, 0, 0, 0, 0, Duration.ZERO),
                new GatewayStatistics.Hooks(
                    "authentication",
                    new GatewayStatistics.Pool(16, 16, queued, 1_024),
                    0,
                    0,
                    0,
                    0,
                    Duration.ZERO)),
            new GatewayStatistics.Events(0, 0)),
        LIMITS,
        end,
        NOW);
  }

  private void onlyOneFails(String name, State state, String word) {
    GatewayHealth health = health();
    List<GatewayHealth.Check> bad =
        health.checks().stream().filter(check -> check.state() != State.GOOD).toList();
    assertEquals(1, bad.size(), bad::toString);
    assertEquals(name, bad.get(0).name());
    assertEquals(state, bad.get(0).state());
    assertTrue(bad.get(0).explanation().contains(word), bad::toString);
    assertFalse(health.ready());
    assertEquals(state != State.DEAD, health.live());
  }

  @Test
  void whatIsJustBelowEveryBoundIsGood() {
    assertTrue(health().ready(), () -> health().toString());
    assertTrue(health().live());
  }

  @Test
  void aClosedListenerIsNotReady() {
    listening = false;
    onlyOneFails("listening", State.NOT_READY, "not listened on");
  }

  @Test
  void drainingIsNotReady() {
    draining = true;
    onlyOneFails("draining", State.NOT_READY, "resumed");
  }

  @Test
  void aSlowLoopIsNotReadyAndAHungOneIsDead() {
    lag = Duration.ofSeconds(2);
    onlyOneFails("loops", State.NOT_READY, "2000 ms");
    lag = Duration.ofSeconds(30);
    onlyOneFails("loops", State.DEAD, "blocks");
  }

  @Test
  void aFullHookIsNotReady() {
    queued = 922;
    onlyOneFails("hooks", State.NOT_READY, "authentication");
  }

  @Test
  void noRoomForTunnelsOrConnectionsIsNotReady() {
    tunnels = 10;
    onlyOneFails("room", State.NOT_READY, "10 of 10 tunnels");
    tunnels = 9;
    waiting = 20;
    onlyOneFails("room", State.NOT_READY, "20 of 20 connections");
  }

  @Test
  void anExpiredCertificateIsNotReady() {
    end = NOW;
    onlyOneFails("certificate", State.NOT_READY, "renew");
  }
}
