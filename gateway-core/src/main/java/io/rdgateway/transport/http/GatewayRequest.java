/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request to the gateway's path says (MS-TSGU 2.2.3): the method, and the fields or the
 * query parameters that stand for them in clients that cannot set fields. A field wins over its
 * parameter.
 *
 * @param method which half, or the upgrade of a browser
 * @param webSocket whether an upgrade is asked for
 * @param connectionId RDG-Connection-Id, in lower case
 * @param correlationId RDG-Correlation-Id
 * @param claimedUser RDG-User-Id, decoded; never an identity
 * @param authorization Authorization
 * @param authScheme RDG-Auth-Scheme
 * @param userAgent User-Agent
 */
record GatewayRequest(
    Method method,
    boolean webSocket,
    @Nullable String connectionId,
    @Nullable String correlationId,
    @Nullable String claimedUser,
    @Nullable String authorization,
    @Nullable String authScheme,
    @Nullable String userAgent) {
  private static final String PATH = "/remotedesktopgateway";
  private static final int MAX_ID = 64;
  private static final int MAX_TEXT = 512;

  /** The methods of the gateway's path. */
  enum Method {
    RDG_OUT_DATA,
    RDG_IN_DATA,
    /** Browsers can upgrade with no other. */
    GET
  }

  /** Whether a path is the gateway's, with or without the slash at the end, in any case. */
  static boolean isGatewayPath(String path) {
    String folded = path.toLowerCase(Locale.ROOT);
    return folded.equals(PATH) || folded.equals(PATH + "/");
  }

  static GatewayRequest of(RequestHead head, Method method) throws BadRequestException {
    Map<String, String> query = query(head.query());
    boolean webSocket = head.asksForWebSocket();
    if (head.hasBody() && (webSocket || method != Method.RDG_IN_DATA)) {
      throw new BadRequestException("a request that opens the way to the client has a body");
    }
    if (head.contentLength() > 0) {
      throw new BadRequestException(
          "RDG_IN_DATA has a Content-Length instead of the chunked coding");
    }
    String id = either(head, "rdg-connection-id", query, "conid");
    if (id != null
        && (id.isEmpty()
            || id.length() > MAX_ID
            || !id.chars().allMatch(c -> c > ' ' && c < 0x7F))) {
      throw new BadRequestException(
          "the connection id is not 1 to " + MAX_ID + " visible characters");
    }
    if (id == null && !webSocket) {
      throw new BadRequestException("there is no RDG-Connection-Id");
    }
    return new GatewayRequest(
        method,
        webSocket,
        id == null ? null : id.toLowerCase(Locale.ROOT),
        bounded(either(head, "rdg-correlation-id", query, "corid")),
        bounded(claimedUser(head.field("rdg-user-id"), query.get("usrid"))),
        head.field("authorization"),
        either(head, "rdg-auth-scheme", query, "auths"),
        bounded(head.field("user-agent")));
  }

  private static @Nullable String either(
      RequestHead head, String field, Map<String, String> query, String parameter) {
    String value = head.field(field);
    return value != null ? value : query.get(parameter);
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private static Map<String, String> query(String query) throws BadRequestException {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          parameters.putIfAbsent(
              pair.substring(0, equals).toLowerCase(Locale.ROOT),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new BadRequestException("a query parameter has a broken percent encoding");
        }
      }
    }
    return parameters;
  }

  /**
   * The field is base64 of UTF-16LE. Since it is a claim for logs and no more, what cannot be read
   * is left out.
   */
  private static @Nullable String claimedUser(@Nullable String field, @Nullable String parameter) {
    if (field == null) {
      return parameter;
    }
    try {
      return new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_16LE);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return method + (webSocket ? " with upgrade" : "");
  }
}
