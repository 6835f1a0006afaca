/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** The requests of one tunnel, and where their answers end. */
final class Requests {
  private final String common;

  Requests(Server server) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((Server.USER + ":" + server.secret()).getBytes(StandardCharsets.UTF_8));
    common =
        "Host: localhost\r\nAccept: */*\r\nUser-Agent: MS-RDGateway/1.0\r\nRDG-Connection-Id: {"
            + UUID.randomUUID()
            + "}\r\n"
            + (server.signIn() == SignIn.TOKEN
                ? "RDG-Auth-Scheme: PAA\r\n"
                : "Authorization: Basic " + credentials + "\r\n");
  }

  ByteBuf upgrade() {
    return request(
        "RDG_OUT_DATA",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: bG9hZCBnZW5lcmF0b3IuLg==\r\nContent-Length: 0\r\n");
  }

  ByteBuf out() {
    return request("RDG_OUT_DATA", "Content-Length: 0\r\n");
  }

  ByteBuf greetIn() {
    return request("RDG_IN_DATA", "Content-Length: 0\r\n");
  }

  ByteBuf in() {
    return request("RDG_IN_DATA", "Transfer-Encoding: chunked\r\n");
  }

  private ByteBuf request(String method, String fields) {
    return Unpooled.copiedBuffer(
        method + " /remoteDesktopGateway/ HTTP/1.1\r\n" + common + fields + "\r\n",
        StandardCharsets.US_ASCII);
  }
}
