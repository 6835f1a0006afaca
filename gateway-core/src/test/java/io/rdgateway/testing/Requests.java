/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Heads of requests as clients send them. */
public final class Requests {
  public static final String ID = "{11111111-2222-3333-4444-555555555555}";
  public static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private Requests() {}

  public static String basic(String user, String password) {
    String pair = user + ":" + password;
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
        + "\r\n";
  }

  /** A request to the gateway's path; every further field ends with CRLF. */
  public static String head(String method, String fields) {
    return method
        + " /remoteDesktopGateway/ HTTP/1.1\r\nHost: gw\r\nRDG-Connection-Id: "
        + ID
        + "\r\n"
        + fields
        + "\r\n";
  }

  public static String out(String fields) {
    return head("RDG_OUT_DATA", "Content-Length: 0\r\n" + fields);
  }

  public static String in(String fields) {
    return head("RDG_IN_DATA", "Content-Length: 0\r\n" + fields);
  }

  public static String inData(String fields) {
    return head("RDG_IN_DATA", "Transfer-Encoding: chunked\r\n" + fields);
  }

  public static String webSocket(String fields) {
    return out(UPGRADE + fields);
  }
}
