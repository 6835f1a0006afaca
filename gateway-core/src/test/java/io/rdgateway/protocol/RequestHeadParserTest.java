/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadParserTest {
  private static final int MAX = 16_384;

  private static RequestHead parse(String head) throws BadRequestException {
    RequestHead parsed = new RequestHeadParser(MAX).feed(ByteBuffer.wrap(Chunks.ascii(head)));
    assertNotNull(parsed);
    return parsed;
  }

  private static RequestHead withFields(String fields) throws BadRequestException {
    return parse("RDG_OUT_DATA / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n");
  }

  private static int refusal(String head) {
    return assertThrows(BadRequestException.class, () -> parse(head), head).status();
  }

  @Test
  void readsAHeadOfFreeRdp() throws Exception {
    byte[] bytes = Heads.bytes(Heads.OF_CLIENTS.get(0));

    RequestHead head = new RequestHeadParser(MAX).feed(ByteBuffer.wrap(bytes));

    assertNotNull(head);
    assertEquals("RDG_OUT_DATA", head.method());
    assertEquals("/remoteDesktopGateway/", head.path());
    assertEquals("", head.query());
    assertEquals(13, head.fields().size());
    assertEquals("dGhlIHNhbXBsZSBub25jZQ==", head.field("sec-websocket-key"));
    assertEquals("*/*", head.field("accept"));
    assertTrue(head.asksForWebSocket());
    assertFalse(head.hasBody());
    assertFalse(head.chunked());
  }

  @Test
  void readsTheSameHoweverItIsCut() throws Exception {
    byte[] bytes = Heads.bytes(String.join("", Heads.OF_CLIENTS));
    List<String> expected = Heads.read(bytes, MAX, Splits::whole);

    assertEquals(4, expected.size());
    assertEquals("between heads", expected.get(3));
    assertEquals(expected, Heads.read(bytes, MAX, Splits::single));
    Seeds.forEach(
        "heads cut at random",
        500,
        random -> assertEquals(expected, Heads.read(bytes, MAX, Splits.random(random))));
  }

  @Test
  void leavesWhatFollowsTheHeadUnread() throws Exception {
    String head = "RDG_IN_DATA / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    ByteBuffer in = ByteBuffer.wrap(Chunks.ascii(head + "3\r\nabc\r\n"));
    RequestHeadParser parser = new RequestHeadParser(MAX);

    RequestHead parsed = parser.feed(in);

    assertNotNull(parsed);
    assertTrue(parsed.chunked());
    assertEquals(head.length(), in.position());
    assertFalse(parser.isPartial());
  }

  @Test
  void knowsWhetherAHeadHasBegun() throws Exception {
    RequestHeadParser parser = new RequestHeadParser(MAX);

    assertFalse(parser.isPartial());
    assertNull(parser.feed(ByteBuffer.allocate(0)));
    assertFalse(parser.isPartial());
    assertNull(parser.feed(ByteBuffer.wrap(Chunks.ascii("R"))));
    assertTrue(parser.isPartial());
  }

  @Test
  void readsTheTarget() throws Exception {
    RequestHead head = parse("GET /a%20b?c=d?e HTTP/1.1\r\nHost: h\r\n\r\n");

    assertEquals("/a%20b", head.path());
    assertEquals("c=d?e", head.query());
  }

  @Test
  void takesWhiteSpaceAroundValuesAway() throws Exception {
    RequestHead head = withFields("A:b\r\nC: \t d e\tf \t\r\nG:\r\nH: \t \r\nI: \u00FC\u0080\r\n");

    assertEquals("b", head.field("a"));
    assertEquals("d e\tf", head.field("c"));
    assertEquals("", head.field("g"));
    assertEquals("", head.field("h"));
    assertEquals("\u00FC\u0080", head.field("i"));
  }

  @Test
  void readsTheLengthOfTheBody() throws Exception {
    assertEquals(0, withFields("").contentLength());
    assertEquals(0, withFields("Content-Length: 0\r\n").contentLength());
    assertEquals(42, withFields("Content-Length: 0042\r\n").contentLength());
    assertEquals(9_999_999_999L, withFields("Content-Length: 9999999999\r\n").contentLength());
    assertTrue(withFields("Transfer-Encoding: CHUNKED\r\n").chunked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // lengths
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\ncontent-length: 0\r\n",
        "Content-Length: 5\r\nTransfer-Encoding:\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\ncontent-LENGTH: 6\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: 5,\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5a\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length: 5.0\r\n",
        "Content-Length: 1e1\r\n",
        "Content-Length: \u00B2\r\n",
        "Content-Length:\r\n",
        "Content-Length: \t\r\n",
        "Content-Length: 00000000005\r\n",
        "Content-Length: 18446744073709551621\r\n",
        // codings
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked;q=1\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding:\r\n",
        // ends of lines
        "A: b\n",
        "A: b\nC: d\r\n",
        "A: b\rC: d\r\n",
        "A: b\r\r\n",
        "A: b\r\n\n",
        "A: b\n\r\n",
        "A: b\n\n",
        // folded lines
        "A: b\r\n c\r\n",
        "A: b\r\n\tc\r\n",
        "A: b\r\n \r\n",
        // names
        "A : b\r\n",
        "A\t: b\r\n",
        " A: b\r\n",
        ": b\r\n",
        "A\r\n",
        "A B: c\r\n",
        "A\u0000: b\r\n",
        "A(: b\r\n",
        "\u00C4: b\r\n",
        // control characters in values
        "A: b\u0000c\r\n",
        "A: b\u0001c\r\n",
        "A: b\u0008\r\n",
        "A: \u000Bb\r\n",
        "A: b\u000C\r\n",
        "A: b\u001Bc\r\n",
        "A: b\u001F\r\n",
        "A: b\u007F\r\n",
        // Host
        "Host: h\r\n",
        "host: other\r\n"
      })
  void refusesFields(String fields) {
    String head = "RDG_IN_DATA / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";

    assertEquals(400, refusal(head));
    assertEquals(400, refusal("RDG_IN_DATA / HTTP/1.1\r\n" + fields + "Host: h\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nGET / HTTP/1.1",
        "\nGET / HTTP/1.1",
        " GET / HTTP/1.1",
        "GET / HTTP/1.1 ",
        "GET  / HTTP/1.1",
        "GET /  HTTP/1.1",
        "GET\t/\tHTTP/1.1",
        "GET / HTTP/1.1 x",
        "GET /a b HTTP/1.1",
        "GET /",
        "GET",
        "GET HTTP/1.1",
        " / HTTP/1.1",
        "G(T / HTTP/1.1",
        "G\u0000T / HTTP/1.1",
        "GET http://h/ HTTP/1.1",
        "GET h/ HTTP/1.1",
        "CONNECT h:443 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET /\u0000 HTTP/1.1",
        "GET /\u007F HTTP/1.1",
        "GET /\u00FC HTTP/1.1",
        "GET /a#b HTTP/1.1",
        "GET /\tb HTTP/1.1",
        "GET /\r HTTP/1.1",
        "GET / HTTP/1.1\rHost: h"
      })
  void refusesRequestLines(String line) {
    assertEquals(400, refusal(line + "\r\nHost: h\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/0.9",
        "HTTP/1.2",
        "HTTP/2.0",
        "HTTP/2",
        "http/1.1",
        "HTTP/1.10",
        "HTTP/01.1",
        "HTTP/1.1\u0000",
        "XTTP/1.1",
        ""
      })
  void refusesOtherVersions(String version) {
    assertEquals(505, refusal("GET / " + version + "\r\nHost: h\r\n\r\n"));
  }

  @Test
  void knowsHttp10() throws Exception {
    assertTrue(parse("POST / HTTP/1.0\r\nHost: h\r\nContent-Length: 3\r\n\r\n").http10());
    assertFalse(parse("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n").http10());
    assertEquals(400, refusal("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"));
    assertEquals(400, refusal("POST / HTTP/1.0\r\n\r\n"));
  }

  @Test
  void refusesAHeadWithoutHost() {
    assertEquals(400, refusal("GET / HTTP/1.1\r\n\r\n"));
    assertEquals(400, refusal("GET / HTTP/1.1\r\nX-Host: h\r\n\r\n"));
  }

  @Test
  void takesAsManyBytesAsAllowed() throws Exception {
    String head = "GET / HTTP/1.1\r\nHost: h\r\nA: " + "b".repeat(1000) + "\r\n\r\n";
    byte[] bytes = Chunks.ascii(head);

    for (Splits.Way way : List.<Splits.Way>of(Splits::whole, Splits::single)) {
      assertEquals("between heads", last(Heads.read(bytes, bytes.length, way)));
      assertEquals(
          "refused, 431: the head has more than " + (bytes.length - 1) + " bytes",
          last(Heads.read(bytes, bytes.length - 1, way)));
    }
  }

  private static String last(List<String> found) {
    return found.get(found.size() - 1);
  }

  @Test
  void refusesALongHeadBeforeItsEnd() {
    RequestHeadParser parser = new RequestHeadParser(100);

    assertEquals(
        431,
        assertThrows(BadRequestException.class, () -> parser.feed(ByteBuffer.wrap(new byte[101])))
            .status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\rH"})
  void refusesWrongEndsOfLinesBeforeTheEndOfTheHead(String start) {
    assertEquals(400, refusal(start));
  }

  @Test
  void theBoundIsForEachHead() throws Exception {
    String head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    assertEquals(3, Heads.read(Chunks.ascii(head + head), head.length(), Splits::whole).size());
  }

  @Test
  void takesAsManyFieldsAsAllowed() throws Exception {
    String host = "GET / HTTP/1.1\r\nHost: h\r\n";

    assertEquals(100, parse(host + "A: b\r\n".repeat(99) + "\r\n").fields().size());
    assertEquals(431, refusal(host + "A: b\r\n".repeat(100) + "\r\n"));
  }
}
