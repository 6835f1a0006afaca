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
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.rdgateway.testing.Hex;
import io.rdgateway.testing.Mutations;
import io.rdgateway.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Netty's WebSocket codec as the oracle of ours. */
final class WebSocketOracleTest {
  private static final int MAX_FRAME = 64 << 20;

  /** What a decoder makes of a client's bytes. */
  private static final class Outcome {
    final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    final List<String> pings = new ArrayList<>();
    boolean ended;
    boolean text;
    boolean refused;

    byte[] firstPayload(int length) {
      return Arrays.copyOf(payload.toByteArray(), length);
    }
  }

  private static WebSocket13FrameDecoder decoder(boolean masked) {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(masked)
            .maxFramePayloadLength(MAX_FRAME)
            .closeOnProtocolViolation(false)
            .build());
  }

  private static Outcome netty(byte[] bytes) {
    Outcome outcome = new Outcome();
    EmbeddedChannel channel = new EmbeddedChannel(decoder(true));
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    } catch (CorruptedWebSocketFrameException e) {
      outcome.refused = true;
    }
    for (WebSocketFrame frame = channel.readInbound();
        frame != null;
        frame = channel.readInbound()) {
      byte[] content = ByteBufUtil.getBytes(frame.content());
      if (frame instanceof PingWebSocketFrame) {
        outcome.pings.add(Hex.of(content));
      } else if (frame instanceof CloseWebSocketFrame) {
        outcome.ended = true;
      } else if (frame instanceof TextWebSocketFrame) {
        outcome.text = true;
        frame.release();
        break;
      } else if (!(frame instanceof PongWebSocketFrame)) {
        outcome.payload.writeBytes(content);
      }
      frame.release();
    }
    channel.finishAndReleaseAll();
    return outcome;
  }

  private static Outcome ours(byte[] bytes) throws WireFormatException {
    Outcome outcome = new Outcome();
    PayloadReader.Sink sink =
        new PayloadReader.Sink() {
          @Override
          public boolean payload(ByteBuffer run) {
            while (run.hasRemaining()) {
              outcome.payload.write(run.get());
            }
            return true;
          }

          @Override
          public void ping(byte[] payload) {
            outcome.pings.add(Hex.of(payload));
          }

          @Override
          public void end() {
            outcome.ended = true;
          }
        };
    try {
      new WebSocketReader().feed(ByteBuffer.wrap(bytes.clone()), sink);
    } catch (FramingException e) {
      outcome.text = e.closeCode() == WebSocketReader.CLOSE_UNSUPPORTED;
      outcome.refused = !outcome.text;
    }
    return outcome;
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void readsWhatNettyWrites() {
    Seeds.forEach(
        "frames by Netty",
        300,
        random -> {
          EmbeddedChannel client =
              new EmbeddedChannel(new WebSocket13FrameEncoder(random::nextInt));
          ByteArrayOutputStream payload = new ByteArrayOutputStream();
          List<String> pings = new ArrayList<>();
          boolean continues = false;
          for (int i = random.nextInt(12); i > 0 || continues; i--) {
            int length = random.nextInt(new int[] {10, 130, 3000, 70_000}[random.nextInt(4)]);
            byte[] content = random(random, length);
            boolean last = random.nextBoolean();
            ByteBuf buffer = Unpooled.wrappedBuffer(content);
            client.writeOutbound(
                continues
                    ? new ContinuationWebSocketFrame(last, 0, buffer)
                    : new BinaryWebSocketFrame(last, 0, buffer));
            payload.writeBytes(content);
            continues = !last;
            byte[] control = random(random, random.nextInt(126));
            if (random.nextInt(4) == 0) {
              client.writeOutbound(new PingWebSocketFrame(Unpooled.wrappedBuffer(control)));
              pings.add(Hex.of(control));
            } else if (random.nextInt(4) == 0) {
              client.writeOutbound(new PongWebSocketFrame(Unpooled.wrappedBuffer(control)));
            }
          }
          client.writeOutbound(new CloseWebSocketFrame(1000, "bye"));

          Outcome read = ours(written(client));

          assertArrayEquals(payload.toByteArray(), read.payload.toByteArray());
          assertEquals(pings, read.pings);
          assertTrue(read.ended);
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

  @Test
  void nettyReadsOurBinaryFrames() {
    List<Integer> lengths = new ArrayList<>(List.of(1, 124, 125, 126, 127, 0xFFFE, 0xFFFF));
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      lengths.add(1 + random.nextInt(0xFFFF));
    }
    for (int length : lengths) {
      byte[] payload = random(random, length);
      int headSize = WebSocketFrames.headSize(length);
      ByteBuffer frame = ByteBuffer.allocate(headSize + length);
      if (headSize == 2) {
        frame.putShort((short) WebSocketFrames.binaryHead(length));
      } else {
        frame.putInt(WebSocketFrames.binaryHead(length));
      }
      frame.put(payload);

      WebSocketFrame read = readByNetty(frame.array());

      assertTrue(read instanceof BinaryWebSocketFrame && read.isFinalFragment());
      assertArrayEquals(payload, ByteBufUtil.getBytes(read.content()));
      read.release();
    }
  }

  @Test
  void nettyReadsOurControlFrames() {
    for (int code : new int[] {1000, 1002, 1003, 1009, 1011}) {
      WebSocketFrame close = readByNetty(WebSocketFrames.close(code));
      assertEquals(code, ((CloseWebSocketFrame) close).statusCode());
      assertEquals("", ((CloseWebSocketFrame) close).reasonText());
      close.release();
    }
    for (int length : new int[] {0, 1, 125}) {
      byte[] payload = random(new Random(length), length);
      WebSocketFrame pong = readByNetty(WebSocketFrames.pong(payload));
      assertTrue(pong instanceof PongWebSocketFrame);
      assertArrayEquals(payload, ByteBufUtil.getBytes(pong.content()));
      pong.release();
    }
  }

  private static WebSocketFrame readByNetty(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel(decoder(false));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    WebSocketFrame frame = channel.readInbound();
    assertNotNull(frame);
    assertNull(channel.readInbound());
    channel.finishAndReleaseAll();
    return frame;
  }

  /**
   * Two differences are meant: we refuse text, and we take a close with a code or reason that Netty
   * finds wrong, since the connection ends either way.
   */
  @Test
  void acceptsAndRefusesWhatNettyDoes() {
    Random seeded = new Random(2);
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] frames = ClientFrames.random(seeded, random(seeded, 400), 150);
      byte[] close = ClientFrames.frame(ClientFrames.CLOSE, seeded.nextInt(), Hex.bytes("03E8"));
      seeds.add(frames);
      seeds.add(Hex.bytes(Hex.of(frames) + Hex.of(close)));
    }
    Seeds.forEach(
        "frames, spoiled",
        20_000,
        random -> {
          // Zeros behind the end: Netty refuses a length before its mask has come, ours after it.
          byte[] spoiled = Mutations.next(random, seeds);
          byte[] bytes = Arrays.copyOf(spoiled, spoiled.length + 16);

          Outcome ours = ours(bytes);
          Outcome netty = netty(bytes);

          assertEquals(netty.pings, ours.pings);
          byte[] framed = netty.payload.toByteArray();
          assertArrayEquals(framed, ours.firstPayload(framed.length));
          if (ours.ended) {
            assertTrue(netty.ended || netty.refused);
          } else if (!ours.text) {
            assertEquals(netty.refused, ours.refused);
            assertEquals(netty.ended, ours.ended);
          }
          if (ours.ended || ours.text || ours.refused) {
            assertEquals(framed.length, ours.payload.size());
          }
        });
  }
}
