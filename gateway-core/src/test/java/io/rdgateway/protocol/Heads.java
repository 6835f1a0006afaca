/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import io.rdgateway.testing.Splits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Heads of requests as clients send them, and random ones. */
public final class Heads {
  /** What the clients of the gateway send. */
  public static final List<String> OF_CLIENTS =
      List.of(
          """
          RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1
          Pragma: no-cache
          Connection: Upgrade
          Upgrade: websocket
          Sec-Websocket-Version: 13
          Sec-Websocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          Content-Length: 0
          Authorization: Negotiate TlRMTVNTUAABAAAAt4II4gAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==
          Host: gw.example.test
          Accept: */*
          Cache-Control: no-cache
          User-Agent: MS-RDGateway/1.0
          RDG-Connection-Id: {11111111-2222-3333-4444-555555555555}
          RDG-Correlation-Id: {66666666-7777-8888-9999-AAAAAAAAAAAA}

          """,
          """
          RDG_IN_DATA /remoteDesktopGateway/ HTTP/1.1
          Host: gw.example.test
          Transfer-Encoding: chunked
          RDG-Connection-Id: {11111111-2222-3333-4444-555555555555}
          RDG-User-Id: QwBPAE4AVABPAFMATwBcAGEAbABpAGMAZQA=

          """,
          """
          POST /KdcProxy?a=b&c HTTP/1.1
          content-length: 0042
          HOST:
          X-Empty:
          connection: keep-alive,  Upgrade
          cookie: a=b

          """);

  private static final String TOKEN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";

  private Heads() {}

  /** The lines with CRLF, as bytes. */
  public static byte[] bytes(String lines) {
    return Chunks.ascii(lines.replace("\n", "\r\n"));
  }

  /** A well-formed head. */
  static String random(Random random) {
    StringBuilder head = new StringBuilder();
    head.append(random.nextBoolean() ? "RDG_IN_DATA" : text(random, TOKEN, 1, 12));
    head.append(" /").append(target(random)).append(" HTTP/1.1\n");
    List<String> fields = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      // A random name that happened to be a framing field would need a value to match.
      fields.add("X" + text(random, TOKEN, 0, 20) + ":" + value(random));
    }
    fields.add("hOsT: " + text(random, TOKEN, 0, 20));
    switch (random.nextInt(3)) {
      case 0 -> fields.add("Content-Length:" + random.nextInt(1_000_000));
      case 1 -> fields.add("Transfer-Encoding:\t" + (random.nextBoolean() ? "chunked" : "CHunkeD"));
      default -> {
        // no body
      }
    }
    Collections.shuffle(fields, random);
    fields.forEach(field -> head.append(field).append('\n'));
    return head.append('\n').toString();
  }

  private static String target(Random random) {
    StringBuilder target = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      char c = (char) ('!' + random.nextInt(94));
      target.append(c == '#' ? '?' : c);
    }
    return target.toString();
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int c = random.nextInt(256);
      boolean control = c < ' ' || c == 0x7F;
      value.append(control ? (random.nextBoolean() ? ' ' : '\t') : (char) c);
    }
    return value.toString();
  }

  private static String text(Random random, String alphabet, int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** The heads in these bytes, or what is wrong with them. */
  public static List<String> read(byte[] bytes, int maxBytes, Splits.Way way) throws Exception {
    RequestHeadParser parser = new RequestHeadParser(maxBytes);
    List<String> found = new ArrayList<>();
    try {
      way.feed(
          bytes,
          in -> {
            @Nullable RequestHead head = parser.feed(in);
            if (head != null) {
              found.add(shown(head));
            } else if (in.hasRemaining()) {
              throw new AssertionError("bytes are left although the head is not complete");
            }
          });
      found.add(parser.isPartial() ? "within a head" : "between heads");
    } catch (BadRequestException e) {
      found.add("refused, " + e.status() + ": " + e.getMessage());
    }
    return found;
  }

  /** The head with the values that its text form hides. */
  private static String shown(RequestHead head) {
    StringBuilder values = new StringBuilder();
    head.fields().forEach(field -> values.append('|').append(field.value()));
    return head + values.toString();
  }
}
