/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A record as a syslog message (RFC 5424, section 6): the fields as one structured data element,
 * the sentence for people as the message.
 *
 * @param hostName HOSTNAME; an ASCII name without spaces
 * @param appName APP-NAME, at most 48 such characters
 * @param elementId SD-ID, at most 32 such characters
 */
record SyslogText(String hostName, String appName, String elementId) {
  /** LOG_AUTHPRIV: messages of security and authorization that not everybody may read. */
  private static final int FACILITY = 10;

  private static final int BOM = 0xFEFF;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  String of(AuditRecord record) {
    StringBuilder out = new StringBuilder(512);
    out.append('<').append(FACILITY * 8 + record.severity().code()).append(">1 ");
    out.append(time(record.at())).append(' ').append(hostName).append(' ').append(appName);
    out.append(' ').append(ProcessHandle.current().pid()).append(' ');
    out.append(record.event()).append(" [").append(elementId);
    record.microsoftEventId().ifPresent(id -> parameter(out, "EventID", Integer.toString(id)));
    record.fields().forEach((name, value) -> parameter(out, name, text(value)));
    return out.append("] ").appendCodePoint(BOM).append(record.message()).toString();
  }

  private static String time(Instant at) {
    return TIME.format(at.truncatedTo(ChronoUnit.MILLIS));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Object::toString).collect(Collectors.joining(","))
        : value.toString();
  }

  /** PARAM-VALUE: three characters are escaped by the RFC, what breaks lines and displays by us. */
  private static void parameter(StringBuilder out, String name, String value) {
    out.append(' ').append(name).append("=\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\' || c == ']') {
                out.append('\\').appendCodePoint(c);
              } else if (isUnseen(c)) {
                out.append("#{").append(Integer.toHexString(c)).append('}');
              } else {
                out.appendCodePoint(c);
              }
            });
    out.append('"');
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
