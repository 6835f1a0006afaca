/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A record as one line of JSON (RFC 8259), in ASCII, so that no reader splits it at a separator or
 * shows it backwards.
 */
final class JsonText {
  private final StringBuilder out = new StringBuilder(512);

  private JsonText() {}

  static String of(AuditRecord record) {
    JsonText text = new JsonText();
    text.out.append('{');
    text.field("time", record.at().toString());
    text.field("event", record.event());
    text.field("severity", record.severity().name().toLowerCase(Locale.ROOT));
    record.microsoftEventId().ifPresent(id -> text.field("EventID", id));
    record.fields().forEach(text::field);
    return text.out.append('}').toString();
  }

  private void field(String name, Object value) {
    if (out.length() > 1) {
      out.append(',');
    }
    string(name);
    out.append(':');
    value(value);
  }

  private void value(Object value) {
    if (value instanceof Number number) {
      out.append(number);
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        value(list.get(i));
      }
      out.append(']');
    } else {
      string(value.toString());
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
