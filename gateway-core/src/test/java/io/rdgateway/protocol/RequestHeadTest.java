/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestHeadTest {

  private static RequestHead withFields(String fields) throws BadRequestException {
    String head = "RDG_OUT_DATA / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
    RequestHead parsed = new RequestHeadParser(1000).feed(ByteBuffer.wrap(Chunks.ascii(head)));
    assertNotNull(parsed);
    return parsed;
  }

  @Test
  void findsFieldsByName() throws Exception {
    RequestHead head =
        withFields("A: 1\r\na: 2\r\nConnection: keep-alive , UPGRADE\r\nUpgrade: x,WebSocket\r\n");

    assertEquals("1", head.field("a"));
    assertNull(head.field("A"));
    assertNull(head.field("b"));
    assertEquals(List.of("1", "2"), head.all("a"));
    assertTrue(head.lists("connection", "keep-alive"));
    assertFalse(head.lists("connection", "keep"));
    assertTrue(head.asksForWebSocket());
  }

  @Test
  void asksForWebSocketOnlyWithBothFields() throws Exception {
    assertFalse(withFields("Upgrade: websocket\r\n").asksForWebSocket());
    assertFalse(withFields("Connection: upgrade\r\n").asksForWebSocket());
    assertFalse(withFields("Connection: upgrades\r\nUpgrade: websocket\r\n").asksForWebSocket());
  }

  @Test
  void textFormShowsNoSecret() throws Exception {
    String text =
        withFields("Authorization: secret\r\nCookie: secret\r\nProxy-Authorization: secret\r\n")
            .toString();

    assertFalse(text.contains("secret"), text);
  }
}
