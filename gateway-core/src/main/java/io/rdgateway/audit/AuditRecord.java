/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.GatewayEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An event in the form in which logs carry it.
 *
 * <p>Fields that Microsoft's gateway logs as well (provider
 * Microsoft-Windows-TerminalServices-Gateway, EventInfo) have its names: {@code Username}, {@code
 * IpAddress}, {@code AuthType}, {@code Resource}, {@code ConnectionProtocol}, {@code ErrorCode},
 * {@code BytesReceived} and {@code BytesTransfered} (what the client received and sent), {@code
 * SessionDuration} (seconds). The others begin with a small letter. Text that a client chose is
 * kept as it came: whoever writes it escapes it.
 *
 * @param event the name of the event's type, such as {@code ChannelOpened}
 * @param at when
 * @param microsoftEventId its id in Microsoft's log
 * @param severity how much it matters
 * @param fields in a fixed order; values are texts, whole numbers or lists of texts
 * @param message one line for people, escaped
 */
public record AuditRecord(
    String event,
    Instant at,
    OptionalInt microsoftEventId,
    Severity severity,
    Map<String, Object> fields,
    String message) {

  /** How much an event matters; the code is that of syslog (RFC 5424, 6.2.1). */
  public enum Severity {
    /** Somebody was refused, or something did not work. */
    WARNING(4),
    /** A normal but significant event. */
    NOTICE(5),
    /** A normal event. */
    INFORMATIONAL(6);

    private final int code;

    Severity(int code) {
      this.code = code;
    }

    /**
     * The number in syslog.
     *
     * @return 4 to 6
     */
    public int code() {
      return code;
    }
  }

  /** Copies the fields and keeps their order. */
  public AuditRecord {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * The record of an event.
   *
   * @param event any
   * @return what is written of it
   */
  public static AuditRecord of(GatewayEvent event) {
    return new AuditRecord(
        event.getClass().getSimpleName(),
        event.at(),
        event.microsoftEventId(),
        AuditFields.severity(event),
        AuditFields.of(event),
        message(event));
  }

  /** {@code ChannelOpened[tunnel 1 …]} becomes {@code channel opened: tunnel 1 …}. */
  private static String message(GatewayEvent event) {
    String text = event.toString();
    int open = text.indexOf('[');
    if (open < 0 || !text.endsWith("]")) {
      return text;
    }
    String kind = text.substring(0, open).replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    String rest = text.substring(open + 1, text.length() - 1);
    return kind.toLowerCase(Locale.ROOT) + (rest.isEmpty() ? "" : ": " + rest);
  }
}
