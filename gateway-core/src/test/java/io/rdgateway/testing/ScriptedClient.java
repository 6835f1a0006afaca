/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ClientFrames;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.PacketDecoder;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.spi.TransportKind;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client that sends the packets it is told to over either transport, and reads one at a time. */
public final class ScriptedClient implements AutoCloseable {
  private static final int SEED = 10;
  private static final int HEAD = 8;
  private static final int MASK = 0x1F2E3D4C;

  /** RDG_OUT_DATA, or the WebSocket. */
  private final RawClient out;

  private final @Nullable RawClient in;

  private ScriptedClient(RawClient out, @Nullable RawClient in) {
    this.out = out;
    this.in = in;
  }

  /**
   * Opens a transport.
   *
   * @param fields the header fields that sign in, each with CRLF
   */
  public static ScriptedClient open(
      InetSocketAddress gateway, TransportKind transport, String fields) {
    return open(gateway, transport, fields, new byte[0]);
  }

  /** The same, with bytes in front of everything on each connection. */
  public static ScriptedClient open(
      InetSocketAddress gateway, TransportKind transport, String fields, byte[] prefix) {
    RawClient out = new RawClient(gateway).send(prefix);
    if (transport == TransportKind.WEBSOCKET) {
      expect(101, out.send(Requests.webSocket(fields)).status());
      return new ScriptedClient(out, null);
    }
    expect(200, out.send(Requests.out(fields)).status());
    out.bytes(SEED);
    RawClient in = new RawClient(gateway).send(prefix);
    expect(200, in.send(Requests.in(fields)).status());
    in.send(Requests.inData(forwarded(fields)));
    return new ScriptedClient(out, in);
  }

  /** What a proxy adds stands in every request, what signs in does not. */
  private static String forwarded(String fields) {
    return fields
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("forwarded"))
        .map(line -> line + "\r\n")
        .collect(Collectors.joining());
  }

  private static void expect(int wanted, int status) {
    if (status != wanted) {
      throw new AssertionError("the gateway answered " + status + " instead of " + wanted);
    }
  }

  public void send(HttpPacket packet) {
    byte[] bytes = packet.encode();
    if (in == null) {
      out.send(ClientFrames.frame(ClientFrames.BINARY, MASK, bytes));
    } else {
      String size = Integer.toHexString(bytes.length) + "\r\n";
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
      chunk.writeBytes(bytes);
      chunk.writeBytes(new byte[] {'\r', '\n'});
      in.send(chunk.toByteArray());
    }
  }

  /** The next packet but a keep-alive. */
  public HttpPacket receive() {
    if (in == null && (out.bytes(2)[1] & 0x7F) == 126) {
      out.bytes(2); // a packet states its own length
    }
    ByteBuffer head = ByteBuffer.wrap(out.bytes(HEAD)).order(ByteOrder.LITTLE_ENDIAN);
    PacketType type = new PacketType(head.getShort(0));
    ByteBuffer body = ByteBuffer.wrap(out.bytes(head.getInt(4) - HEAD));
    try {
      HttpPacket packet = PacketDecoder.decode(type, body);
      if (packet == null) {
        throw new AssertionError("the gateway sent a packet of type " + type);
      }
      return packet instanceof Keepalive ? receive() : packet;
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** The next packet, which has to be of a kind. */
  public <T extends HttpPacket> T receive(Class<T> kind) {
    HttpPacket packet = receive();
    if (!kind.isInstance(packet)) {
      throw new AssertionError("the gateway sent " + packet + " instead of " + kind);
    }
    return kind.cast(packet);
  }

  /** Sends a packet and takes its answer. */
  public <T extends HttpPacket> T ask(HttpPacket packet, Class<T> answer) {
    send(packet);
    return receive(answer);
  }

  /** Sends bytes to a host that sends them back. */
  public void echo(String text) {
    Bytes data = Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    DataPacket back = ask(new DataPacket(data), DataPacket.class);
    if (!back.data().equals(data)) {
      throw new AssertionError("the host sent back " + back);
    }
  }

  /** Waits for the end of the connection; what else comes is thrown away. */
  public void awaitEnd() {
    out.rest();
  }

  @Override
  public void close() {
    out.close();
    if (in != null) {
      in.close();
    }
  }
}
