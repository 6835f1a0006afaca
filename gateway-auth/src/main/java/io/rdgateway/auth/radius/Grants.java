/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the terms of an Access-Accept. Where an attribute comes twice, the stricter one holds. */
final class Grants {
  // MS-RNAS 2.2.1.10; bit 29 wins over bit 30, which wins over the single ones. The flags of the
  // tunnel protocol have other meanings in these two places.
  private static final long ALL_DISABLED = 0x2000_0000L;
  private static final long ALL_ENABLED = 0x4000_0000L;

  private static final List<Redirection> BITS =
      List.of(
          Redirection.DRIVE,
          Redirection.PRINTER,
          Redirection.PORT,
          Redirection.CLIPBOARD,
          Redirection.PLUG_AND_PLAY);

  private static final long QUARANTINE_RESTRICTED = 1;
  private static final long RADIUS_REQUEST = 1;

  private Grants() {}

  /** MS-Quarantine-State. */
  static boolean isRestricted(AttributeList attributes) throws MalformedPacketException {
    return numbers(attributes.vendor(AttributeType.MICROSOFT, AttributeType.MS_QUARANTINE_STATE))
        .contains(QUARANTINE_RESTRICTED);
  }

  /**
   * The terms.
   *
   * @param unspecified what holds where the server says nothing
   */
  static TunnelGrant read(AttributeList attributes, TunnelGrant unspecified)
      throws MalformedPacketException {
    Duration idle = shortest(attributes, AttributeType.IDLE_TIMEOUT);
    Duration session = shortest(attributes, AttributeType.SESSION_TIMEOUT);
    List<Long> actions = numbers(attributes.all(AttributeType.TERMINATION_ACTION));
    return new TunnelGrant(
        disabled(attributes, unspecified.disabledRedirections()),
        idle == null ? unspecified.idleTimeout() : idle,
        session == null ? unspecified.sessionTimeout() : session,
        actions.isEmpty()
            ? unspecified.reauthenticateAtTimeout()
            : actions.stream().allMatch(action -> action == RADIUS_REQUEST),
        texts(attributes, unspecified.attributes()));
  }

  private static List<Long> numbers(List<Attribute> attributes) throws MalformedPacketException {
    List<Long> numbers = new ArrayList<>();
    for (Attribute attribute : attributes) {
      numbers.add(attribute.number());
    }
    return numbers;
  }

  /** Zero is no time-out, which is longer than any. */
  private static @Nullable Duration shortest(AttributeList attributes, int type)
      throws MalformedPacketException {
    List<Long> seconds = numbers(attributes.all(type));
    return seconds.isEmpty()
        ? null
        : Duration.ofSeconds(seconds.stream().filter(s -> s != 0).min(Long::compare).orElse(0L));
  }

  private static Set<Redirection> disabled(AttributeList attributes, Set<Redirection> unspecified)
      throws MalformedPacketException {
    List<Long> masks =
        numbers(
            attributes.vendor(AttributeType.MICROSOFT, AttributeType.MS_RDG_DEVICE_REDIRECTION));
    if (masks.isEmpty()) {
      return unspecified;
    }
    Set<Redirection> disabled = EnumSet.noneOf(Redirection.class);
    for (long mask : masks) {
      disabled.addAll(disabled(mask));
    }
    return disabled;
  }

  private static Set<Redirection> disabled(long mask) {
    if ((mask & ALL_DISABLED) != 0) {
      return EnumSet.allOf(Redirection.class);
    }
    Set<Redirection> disabled = EnumSet.noneOf(Redirection.class);
    if ((mask & ALL_ENABLED) == 0) {
      for (int bit = 0; bit < BITS.size(); bit++) {
        if ((mask >>> bit & 1) == 1) {
          disabled.add(BITS.get(bit));
        }
      }
    }
    return disabled;
  }

  private static Map<String, String> texts(
      AttributeList attributes, Map<String, String> unspecified) {
    Map<String, String> texts = new HashMap<>(unspecified);
    List<Attribute> classes = attributes.all(AttributeType.CLASS);
    if (!classes.isEmpty()) {
      texts.put(
          RadiusConnectionPolicy.CLASS,
          classes.stream()
              .map(one -> HexFormat.of().formatHex(one.value()))
              .collect(Collectors.joining(",")));
    }
    List<Attribute> filters = attributes.all(AttributeType.FILTER_ID);
    if (!filters.isEmpty()) {
      texts.put(
          RadiusConnectionPolicy.FILTER_ID,
          filters.stream()
              .map(one -> new String(one.value(), StandardCharsets.UTF_8))
              .collect(Collectors.joining(",")));
    }
    return texts;
  }
}
