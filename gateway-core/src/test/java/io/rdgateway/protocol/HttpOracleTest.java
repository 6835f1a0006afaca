/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.LastHttpContent;
import io.rdgateway.testing.Mutations;
import io.rdgateway.testing.Seeds;
import io.rdgateway.testing.Splits;
import io.rdgateway.testing.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Netty's HTTP codec as the oracle of ours: what we accept, it reads in the same way. */
final class HttpOracleTest {
  private static final int MAX = 16_384;

  /** What makes heads ambiguous. */
  private static final List<String> SPICES =
      List.of(
          "\r\n",
          "\n",
          "\r",
          " ",
          "\t",
          ":",
          ",",
          "\u000B",
          "\u0000",
          "\u0085",
          "\u00A0",
          "\u007F",
          "0",
          "chunked",
          " chunked\r\n",
          "Content-Length: 3\r\n",
          "content-length:\t0\r\n",
          "Transfer-Encoding: chunked\r\n",
          "transfer-encoding: gzip\r\n",
          "Host: other\r\n",
          " HTTP/1.1\r\n",
          "A: b\r\n",
          "A:\r\n");

  private static EmbeddedChannel decoder() {
    return new EmbeddedChannel(
        new HttpRequestDecoder(
            new HttpDecoderConfig().setMaxInitialLineLength(MAX).setMaxHeaderSize(MAX)));
  }

  @Test
  void nettyReadsHeadsAsWeDo() {
    Seeds.forEach(
        "heads",
        3000,
        random -> {
          byte[] bytes = Heads.bytes(Heads.random(random));
          RequestHead head = new RequestHeadParser(MAX).feed(ByteBuffer.wrap(bytes));
          assertNotNull(head);
          assertNettyAgrees(head, bytes);
        });
  }

  @Test
  void nettyReadsSpoiledHeadsAsWeDoIfWeTakeThem() {
    Random seeded = new Random(3);
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      seeds.add(Heads.bytes(Heads.random(seeded)));
    }
    Seeds.forEach(
        "heads, spoiled",
        20_000,
        random -> {
          byte[] bytes =
              random.nextBoolean() ? Mutations.next(random, seeds) : spiced(random, seeds);
          ByteBuffer in = ByteBuffer.wrap(bytes);
          RequestHead head = parse(in);
          if (head != null) {
            byte[] taken = new byte[in.position()];
            in.get(0, taken);
            assertNettyAgrees(head, taken);
          }
        });
  }

  private static @Nullable RequestHead parse(ByteBuffer in) {
    try {
      return new RequestHeadParser(MAX).feed(in);
    } catch (BadRequestException e) {
      return null;
    }
  }

  private static byte[] spiced(Random random, List<byte[]> seeds) {
    byte[] seed = seeds.get(random.nextInt(seeds.size()));
    StringBuilder head = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      String spice = SPICES.get(random.nextInt(SPICES.size()));
      int at = random.nextInt(head.length());
      if (spice.endsWith("\r\n") && random.nextInt(4) > 0) {
        at = head.indexOf("\r\n", random.nextInt(head.length() - 3)) + 2;
      }
      head.insert(at, spice);
    }
    return Chunks.ascii(head.toString());
  }

  private static void assertNettyAgrees(RequestHead ours, byte[] bytes) {
    EmbeddedChannel channel = decoder();
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    HttpRequest netty = channel.readInbound();
    assertNotNull(netty);
    assertTrue(netty.decoderResult().isSuccess(), () -> netty.decoderResult().toString());
    assertEquals(HttpVersion.HTTP_1_1, netty.protocolVersion());
    assertEquals(netty.method().name(), ours.method());
    // A target that ends with a question mark has an empty query like one without.
    String target = ours.query().isEmpty() ? ours.path() : ours.path() + "?" + ours.query();
    assertTrue(netty.uri().equals(target) || netty.uri().equals(target + "?"), netty.uri());
    List<RequestHead.Field> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : netty.headers()) {
      fields.add(new RequestHead.Field(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    }
    assertEquals(fields, ours.fields());
    assertEquals(HttpUtil.isTransferEncodingChunked(netty), ours.chunked());
    assertEquals(HttpUtil.getContentLength(netty, 0L), ours.contentLength());
    HttpObject next = channel.readInbound();
    assertEquals(next == null, ours.hasBody());
    assertTrue(next == null || next == LastHttpContent.EMPTY_LAST_CONTENT);
    assertNull(channel.readInbound());
    channel.finishAndReleaseAll();
  }

  @Test
  void readsChunkedRequestsThatNettyWrites() {
    Seeds.forEach(
        "chunks by Netty",
        300,
        random -> {
          EmbeddedChannel client = new EmbeddedChannel(new HttpRequestEncoder());
          HttpRequest request =
              new DefaultHttpRequest(
                  HttpVersion.HTTP_1_1,
                  HttpMethod.valueOf("RDG_IN_DATA"),
                  "/remoteDesktopGateway/");
          request.headers().set("Host", "h").set("Transfer-Encoding", "chunked");
          client.writeOutbound(request);
          ByteArrayOutputStream payload = new ByteArrayOutputStream();
          for (int i = random.nextInt(12); i > 0; i--) {
            byte[] part = new byte[random.nextInt(random.nextBoolean() ? 40 : 70_000)];
            random.nextBytes(part);
            client.writeOutbound(new DefaultHttpContent(Unpooled.wrappedBuffer(part)));
            payload.writeBytes(part);
          }
          client.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
          ByteBuffer bytes = ByteBuffer.wrap(written(client));

          RequestHead head = new RequestHeadParser(MAX).feed(bytes);
          byte[] body = new byte[bytes.remaining()];
          bytes.get(body);

          assertNotNull(head);
          assertTrue(head.chunked());
          List<String> expected = new ArrayList<>();
          if (payload.size() > 0) {
            expected.add("bytes " + Transcript.shown(payload.toByteArray()));
          }
          expected.add("end");
          assertEquals(
              expected,
              PayloadTranscript.steady().read(new ChunkReader(), body, Splits.random(random)));
        });
  }

  private static byte[] written(EmbeddedChannel channel) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      out.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    channel.finishAndReleaseAll();
    return out.toByteArray();
  }

  /** One difference is meant: Netty demands the syntax of extensions, which both ignore. */
  @Test
  void nettyReadsSpoiledChunksAsWeDoIfWeTakeThem() {
    Random seeded = new Random(4);
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] payload = new byte[seeded.nextInt(60)];
      seeded.nextBytes(payload);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(Chunks.random(seeded, payload, 20));
      body.writeBytes(Chunks.last());
      seeds.add(body.toByteArray());
    }
    Seeds.forEach(
        "chunks, spoiled",
        20_000,
        random -> {
          byte[] body = Mutations.next(random, seeds);
          ByteArrayOutputStream ours = new ByteArrayOutputStream();
          if (endsWell(body, ours)) {
            byte[] netty = nettyPayload(body);
            if (netty != null) {
              assertArrayEquals(netty, ours.toByteArray());
            }
          }
        });
  }

  private static boolean endsWell(byte[] body, ByteArrayOutputStream payload)
      throws WireFormatException {
    boolean[] ended = new boolean[1];
    PayloadReader.Sink sink =
        new PayloadReader.Sink() {
          @Override
          public boolean payload(ByteBuffer run) {
            while (run.hasRemaining()) {
              payload.write(run.get());
            }
            return true;
          }

          @Override
          public void ping(byte[] ping) {
            throw new AssertionError("chunks have no ping");
          }

          @Override
          public void end() {
            ended[0] = true;
          }
        };
    try {
      new ChunkReader().feed(ByteBuffer.wrap(body.clone()), sink);
      return ended[0];
    } catch (FramingException e) {
      return false;
    }
  }

  /** Null if it dislikes the syntax of an extension. */
  private static byte @Nullable [] nettyPayload(byte[] body) {
    EmbeddedChannel channel = decoder();
    channel.writeInbound(
        Unpooled.wrappedBuffer(
            Chunks.ascii("RDG_IN_DATA / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), body));
    HttpRequest head = channel.readInbound();
    assertNotNull(head);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    boolean ended = false;
    boolean extension = false;
    for (HttpContent part = channel.readInbound(); part != null; part = channel.readInbound()) {
      payload.writeBytes(ByteBufUtil.getBytes(part.content()));
      ended |= part instanceof LastHttpContent && part.decoderResult().isSuccess();
      extension |= isAboutAnExtension(part.decoderResult().cause());
      part.release();
    }
    channel.finishAndReleaseAll();
    assertTrue(ended || extension);
    return extension ? null : payload.toByteArray();
  }

  /** Netty 4.2.18 looks bytes above 0x7F of an extension up at a negative index. */
  private static boolean isAboutAnExtension(@Nullable Throwable cause) {
    return cause instanceof InvalidChunkExtensionException
        || cause instanceof IndexOutOfBoundsException;
  }
}
