/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 or HTTP/1.0 request (RFC 9112, sections 3 and 5), checked: see {@link
 * RequestHeadParser}.
 *
 * @param method case-sensitive
 * @param path the part of the target before the question mark, undecoded
 * @param query the part behind it; empty without one
 * @param fields in their order, names in lower case
 * @param contentLength the stated length of the body; 0 without one
 * @param chunked whether the body has the chunked coding
 * @param http10 whether it is HTTP/1.0: the connection ends with the answer
 */
public record RequestHead(
    String method,
    String path,
    String query,
    List<Field> fields,
    long contentLength,
    boolean chunked,
    boolean http10) {

  /** Copies the list. */
  public RequestHead {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param name in lower case
   * @param value without white space around it
   */
  public record Field(String name, String value) {
    @Override
    public String toString() {
      boolean secret =
          name.equals("authorization")
              || name.equals("cookie")
              || name.equals("proxy-authorization");
      return name + ": " + (secret ? "<redacted>" : value);
    }
  }

  /** The first value of a field, or null. */
  public @Nullable String field(String name) {
    for (Field field : fields) {
      if (field.name.equals(name)) {
        return field.value;
      }
    }
    return null;
  }

  /** All values of a field. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (Field field : fields) {
      if (field.name.equals(name)) {
        values.add(field.value);
      }
    }
    return values;
  }

  /** Whether a comma-separated field has this member, without regard to case. */
  public boolean lists(String name, String member) {
    for (String value : all(name)) {
      for (String part : value.split(",", -1)) {
        if (part.trim().toLowerCase(Locale.ROOT).equals(member)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the client asks for an upgrade to WebSocket (RFC 6455, section 4.1). */
  public boolean asksForWebSocket() {
    return lists("connection", "upgrade") && lists("upgrade", "websocket");
  }

  /** Whether a body follows. */
  public boolean hasBody() {
    return chunked || contentLength > 0;
  }
}
