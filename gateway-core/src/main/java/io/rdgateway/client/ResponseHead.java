/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1 response.
 *
 * @param status 100 to 599
 * @param reason what stands behind it
 * @param fields by their names in lower case
 */
record ResponseHead(int status, String reason, Map<String, List<String>> fields) {
  /** How long a head may be; NTLM and Kerberos need less than half of it. */
  static final int MAX_SIZE = 64 << 10;

  static ResponseHead read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int budget = MAX_SIZE;
    List<String> lines = new ArrayList<>();
    while (true) {
      line.reset();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException(
              "the gateway closed the connection "
                  + (lines.isEmpty() && line.size() == 0 ? "without" : "within")
                  + " an answer");
        }
        if (--budget <= 0) {
          throw new ProtocolException(
              "the head of the answer has more than " + MAX_SIZE + " bytes");
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      if (text.isEmpty()) {
        return parse(lines);
      }
      lines.add(text);
    }
  }

  private static ResponseHead parse(List<String> lines) throws ProtocolException {
    String start = lines.isEmpty() ? "" : lines.get(0);
    if (!start.matches("HTTP/1\\.[0-9] [1-5][0-9]{2}( .*)?")) {
      throw new ProtocolException("the gateway does not answer with HTTP/1");
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      String name = colon < 1 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      boolean clean =
          !name.isEmpty()
              && name.chars().allMatch(c -> c > ' ' && c < 0x7F)
              && line.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\t');
      if (!clean) {
        throw new ProtocolException("a line in the head of the answer is malformed");
      }
      fields.computeIfAbsent(name, n -> new ArrayList<>()).add(line.substring(colon + 1).trim());
    }
    String reason = start.length() > 12 ? start.substring(13).replaceAll("[^ -~]", "?") : "";
    return new ResponseHead(Integer.parseInt(start.substring(9, 12)), reason, fields);
  }

  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  @Nullable String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Whether a word stands in a field that is a list. */
  boolean lists(String name, String word) {
    return all(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(item -> item.trim().equalsIgnoreCase(word));
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? Integer.toString(status) : status + " " + reason;
  }
}
