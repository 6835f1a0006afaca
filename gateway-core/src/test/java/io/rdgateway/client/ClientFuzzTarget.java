/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.Vectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever a gateway sends, the client's readers give values, an end or an {@link IOException}. The
 * first byte chooses the reader.
 */
public final class ClientFuzzTarget {
  private static final int READERS = 4;

  private ClientFuzzTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    InputStream in = new ByteArrayInputStream(data, 1, data.length - 1);
    try {
      switch (data[0] & (READERS - 1)) {
        case 0 ->
            assertTrue(
                Challenges.split(ResponseHead.read(in).all("www-authenticate")).size()
                    <= data.length);
        case 1 ->
            readPackets(
                new WebSocketInput(in, payload -> assertTrue(payload.length <= 125)), data.length);
        case 2 -> readPackets(new ChunkedInput(in), data.length);
        default -> readPackets(in, data.length);
      }
    } catch (IOException e) {
      // What a gateway that breaks the protocol gets.
    }
  }

  /** Each round takes at least a header from the input, so it ends. */
  private static void readPackets(InputStream in, int length) throws IOException {
    PacketInput packets = new PacketInput(in);
    for (int rounds = 0; ; rounds++) {
      assertTrue(rounds <= length, "packets out of nothing");
      packets.next();
    }
  }

  /** Well-formed input of each kind. */
  public static List<byte[]> corpus() {
    List<byte[]> corpus = new ArrayList<>();
    corpus.add(
        with(
            0,
            bytes(
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nWWW-Authenticate: Negotiate, NTLM\r\nWWW-Authenticate: Basic realm=\"a, b\"\r\n\r\n")));
    corpus.add(
        with(
            0,
            bytes(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")));
    for (Vectors.Vector vector : Vectors.ALL) {
      byte[] packet = vector.bytes();
      if (packet.length < 126) {
        corpus.add(with(1, new byte[] {(byte) 0x82, (byte) packet.length}, packet));
      }
      corpus.add(
          with(
              2,
              bytes(Integer.toHexString(packet.length) + "\r\n"),
              packet,
              bytes("\r\n0\r\n\r\n")));
      corpus.add(with(3, packet));
    }
    return corpus;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] with(int reader, byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(reader);
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
