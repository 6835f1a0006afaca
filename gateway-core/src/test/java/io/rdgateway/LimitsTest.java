/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
  private static final Duration YEAR = Duration.ofDays(365);

  static List<String> times() {
    return Arrays.stream(Limits.class.getRecordComponents())
        .filter(component -> component.getType() == Duration.class)
        .map(RecordComponent::getName)
        .toList();
  }

  private static Limits with(String name, Class<?> type, Object value) throws Exception {
    Limits.Builder builder = new Limits.Builder();
    Limits.Builder.class.getMethod(name, type).invoke(builder, value);
    Limits limits = builder.build();
    assertEquals(value, Limits.class.getMethod(name).invoke(limits));
    return limits;
  }

  private static void refused(String name, Class<?> type, Object value, String message)
      throws Exception {
    Limits.Builder builder = new Limits.Builder();
    try {
      Limits.Builder.class.getMethod(name, type).invoke(builder, value);
    } catch (InvocationTargetException e) {
      throw new AssertionError("a setter checks nothing", e);
    }
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "maxHeadBytes, 1024, 1048576",
    "maxSignInRounds, 1, 2147483647",
    "maxFailedSignIns, 1, 2147483647",
    "maxUnauthenticated, 1, 2147483647",
    "maxUnauthenticatedPerAddress, 1, 2147483647",
    "maxTunnels, 0, 2147483647",
    "maxTunnelsPerUser, 0, 2147483647",
    "maxTunnelsPerAddress, 0, 2147483647",
    "maxChannelsPerResource, 0, 2147483647",
    "maxChannelAttempts, 1, 2147483647",
    "maxUnknownPackets, 0, 2147483647"
  })
  void boundsTheCounts(String name, int min, int max) throws Exception {
    with(name, int.class, min);
    with(name, int.class, max);
    String range = name + " must be " + min + " to " + max + ", not ";
    refused(name, int.class, min - 1, range + (min - 1));
    refused(name, int.class, Integer.MIN_VALUE, range + Integer.MIN_VALUE);
    if (max < Integer.MAX_VALUE) {
      refused(name, int.class, max + 1, range + (max + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("times")
  void boundsTheTimes(String name) throws Exception {
    with(name, Duration.class, Duration.ofMillis(1));
    with(name, Duration.class, YEAR);
    String range = name + " must be one millisecond to 365 days, not ";
    for (Duration bad :
        List.of(
            Duration.ofNanos(999_999),
            Duration.ofNanos(1),
            Duration.ofNanos(-1),
            Duration.ofSeconds(Long.MIN_VALUE),
            YEAR.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      refused(name, Duration.class, bad, range + bad);
    }
    if (List.of("keepAliveTime", "deadPeerTime").contains(name)) {
      with(name, Duration.class, Duration.ZERO);
    } else {
      refused(name, Duration.class, Duration.ZERO, range + Duration.ZERO);
    }
  }

  @Test
  void aBuilderHoldsEveryValueOfItsLimits() throws Exception {
    Limits limits = Limits.defaults();
    assertEquals(limits, limits.toBuilder().build());
    int number = 2_000;
    for (RecordComponent component : Limits.class.getRecordComponents()) {
      number++;
      Limits.Builder builder = limits.toBuilder();
      Object value =
          component.getType() == int.class ? (Object) number : Duration.ofSeconds(number);
      Limits.Builder.class
          .getMethod(component.getName(), component.getType())
          .invoke(builder, value);
      limits = builder.build();
    }
    // No value was overwritten by another, and each survives the way through a builder.
    assertEquals(limits, limits.toBuilder().build());
    number = 2_000;
    for (RecordComponent component : Limits.class.getRecordComponents()) {
      number++;
      Object value =
          component.getType() == int.class ? (Object) number : Duration.ofSeconds(number);
      assertEquals(value, component.getAccessor().invoke(limits.toBuilder().build()));
    }
  }
}
