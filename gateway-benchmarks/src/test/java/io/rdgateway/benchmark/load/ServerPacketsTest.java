/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.ServiceMessage;
import io.rdgateway.protocol.WebSocketFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerPacketsTest {
  private static final List<HttpPacket> PACKETS =
      List.of(
          new DataPacket(Bytes.copyOf(new byte[1])),
          new ServiceMessage("hello"),
          new DataPacket(Bytes.copyOf(new byte[16_000])),
          new Keepalive(),
          new DataPacket(Bytes.copyOf(new byte[300])));

  private final List<String> controls = new ArrayList<>();
  private int dataBytes;

  private ServerPackets packets(boolean frames) {
    return new ServerPackets(
        frames,
        new ServerPackets.Sink() {
          @Override
          public void control(int type, byte[] body) {
            controls.add(type + "/" + body.length);
          }

          @Override
          public void data(int bytes) {
            dataBytes += bytes;
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"true,1", "true,7", "true,100000", "false,1", "false,7", "false,100000"})
  void packetsAreFoundHoweverTheyAreCut(boolean frames, int piece) throws IOException {
    ByteBuf stream = Unpooled.buffer();
    for (HttpPacket packet : PACKETS) {
      byte[] bytes = packet.encode();
      if (frames && bytes.length < 126) {
        stream.writeShort(WebSocketFrames.binaryHead(bytes.length));
      } else if (frames) {
        stream.writeInt(WebSocketFrames.binaryHead(bytes.length));
      }
      stream.writeBytes(bytes);
    }

    ServerPackets reader = packets(frames);
    while (stream.isReadable()) {
      reader.feed(stream.readSlice(Math.min(piece, stream.readableBytes())));
    }

    assertEquals(16_301, dataBytes);
    assertEquals(List.of("11/14", "13/0"), controls);
  }

  @Test
  void whatAGatewayNeverSendsIsRefused() {
    assertThrows(
        IOException.class, () -> packets(true).feed(Unpooled.wrappedBuffer(new byte[] {9})));
    assertThrows(
        IOException.class,
        () -> packets(true).feed(Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, (byte) 0x81})));
    byte[] lengths = new DataPacket(Bytes.copyOf(new byte[4])).encode();
    lengths[8]++;
    assertThrows(IOException.class, () -> packets(false).feed(Unpooled.wrappedBuffer(lengths)));
  }
}
