/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.spi.AuthScheme;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The heads of our answers, in the exact forms that clients are known to read: two spaces in the
 * status line, one scheme for each WWW-Authenticate line, no body behind a 401.
 */
final class Responses {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(101, "Switching Protocols"),
          Map.entry(200, "OK"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(426, "Upgrade Required"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  private final StringBuilder text = new StringBuilder(256);

  private Responses(int status, Instant date) {
    text.append("HTTP/1.1 ")
        .append(status)
        .append(' ')
        .append(REASONS.getOrDefault(status, "Status"));
    field("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
  }

  static Responses status(int status, Instant date) {
    return new Responses(status, date);
  }

  Responses field(String name, String value) {
    text.append("\r\n").append(name).append(": ").append(value);
    return this;
  }

  Responses contentLength(int length) {
    return field("Content-Length", Integer.toString(length));
  }

  Responses close() {
    return field("Connection", "close");
  }

  /** One line for each scheme that is offered. */
  Responses challenges(List<AuthScheme> schemes, String realm) {
    for (AuthScheme scheme : schemes) {
      if (scheme.equals(AuthScheme.BASIC)) {
        field("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
      } else if (!scheme.equals(AuthScheme.CERTIFICATE)) {
        field("WWW-Authenticate", scheme.token());
      }
    }
    return this;
  }

  /** The line of a running scheme with its token. */
  Responses token(AuthScheme scheme, byte @Nullable [] token) {
    return token == null
        ? this
        : field(
            "WWW-Authenticate", scheme.token() + " " + Base64.getEncoder().encodeToString(token));
  }

  byte[] bytes() {
    return (text + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
