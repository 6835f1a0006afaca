/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.Limits;
import io.rdgateway.policy.strict.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code limits}: bounds of the gateway itself. How many tunnels users may have stands in
 * the policy file, which changes while the gateway runs.
 */
final class LimitsConfig {
  private static final Map<String, Setter<Integer>> COUNTS = new LinkedHashMap<>();
  private static final Map<String, Setter<Duration>> TIMES = new LinkedHashMap<>();

  static {
    COUNTS.put("max-head-bytes", Limits.Builder::maxHeadBytes);
    COUNTS.put("max-sign-in-rounds", Limits.Builder::maxSignInRounds);
    COUNTS.put("max-failed-sign-ins", Limits.Builder::maxFailedSignIns);
    COUNTS.put("max-unauthenticated", Limits.Builder::maxUnauthenticated);
    COUNTS.put("max-unauthenticated-per-address", Limits.Builder::maxUnauthenticatedPerAddress);
    COUNTS.put("max-channel-attempts", Limits.Builder::maxChannelAttempts);
    COUNTS.put("max-unknown-packets", Limits.Builder::maxUnknownPackets);
    TIMES.put("tls-handshake-time", Limits.Builder::tlsHandshakeTime);
    TIMES.put("request-time", Limits.Builder::requestTime);
    TIMES.put("sign-in-time", Limits.Builder::signInTime);
    TIMES.put("pairing-time", Limits.Builder::pairingTime);
    TIMES.put("handshake-time", Limits.Builder::handshakeTime);
    TIMES.put("tunnel-time", Limits.Builder::tunnelTime);
    TIMES.put("consent-time", Limits.Builder::consentTime);
    TIMES.put("authorization-time", Limits.Builder::authorizationTime);
    TIMES.put("channel-time", Limits.Builder::channelTime);
    TIMES.put("connect-time", Limits.Builder::connectTime);
    TIMES.put("reauthentication-time", Limits.Builder::reauthenticationTime);
    TIMES.put("close-time", Limits.Builder::closeTime);
    TIMES.put("stall-time", Limits.Builder::stallTime);
    TIMES.put("keep-alive-time", Limits.Builder::keepAliveTime);
    TIMES.put("dead-peer-time", Limits.Builder::deadPeerTime);
  }

  static final List<String> KEYS = keys();

  private LimitsConfig() {}

  /** Sets one of the limits. */
  private interface Setter<T> {
    Limits.Builder on(Limits.Builder limits, T value);
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>(COUNTS.keySet());
    keys.addAll(TIMES.keySet());
    return List.copyOf(keys);
  }

  static Limits read(Node node, Reading reading) {
    Block block = new Block(node, "limits", KEYS, reading);
    Map<String, Value<Integer>> counts = new LinkedHashMap<>();
    COUNTS
        .keySet()
        .forEach(key -> counts.put(key, block.optional(key, Values.number(0, 999_999_999))));
    Map<String, Value<Duration>> times = new LinkedHashMap<>();
    TIMES.keySet().forEach(key -> times.put(key, block.optional(key, Values::duration)));
    return block.made(
        () -> {
          Limits.Builder limits = new Limits.Builder();
          COUNTS.forEach((key, set) -> apply(limits, counts.get(key), set));
          TIMES.forEach((key, set) -> apply(limits, times.get(key), set));
          return limits.build();
        });
  }

  private static <T> void apply(Limits.Builder limits, @Nullable Value<T> value, Setter<T> set) {
    T here = value == null ? null : value.orNull();
    if (here != null) {
      set.on(limits, here);
    }
  }
}
