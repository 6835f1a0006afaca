/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a gateway by a script, over plain HTTP, with bytes written out by hand. */
final class FakeGateway implements AutoCloseable {

  /** What the gateway does with its connections. */
  interface Script {
    void play(FakeGateway gateway) throws Exception;
  }

  static final String HANDSHAKE_OK = "020000001200000000000000010000000700";
  static final String TUNNEL_OK = "050000001A000000000000000000030000000100000006000000";
  static final String AUTH_OK = "0700000018000000000000000300000009000000" + "1E000000";
  static final String CHANNEL_OK = "0900000014000000000000000100000001000000";

  static final String DATA_HELLO = "0A0000000F000000050048656C6C6F";
  static final String CLOSE = "100000000C000000A0000000";
  static final String CLOSE_ANSWER = "110000000C00000000000000";

  private static final ClientCredentials ALICE = ClientCredentials.basic("alice", "secret");

  private final ServerSocket server;
  private final FutureTask<Boolean> play;

  FakeGateway(Script script) throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    play =
        new FutureTask<>(
            () -> {
              script.play(this);
              return true;
            });
    new Thread(play, "fake-gateway").start();
  }

  GatewayClient.Builder client() {
    return GatewayClient.builder("127.0.0.1", server.getLocalPort())
        .insecurePlainHttp()
        .timeout(Duration.ofSeconds(20))
        .credentials(ALICE);
  }

  Peer accept() throws IOException {
    return new Peer(server.accept());
  }

  /** A client that has upgraded; the script goes on with its packets. */
  Peer acceptWebSocket() throws Exception {
    Peer peer = accept();
    peer.upgrade(peer.readHead());
    return peer;
  }

  /** A client that names a custom scheme instead of a sign-in over HTTP, and has upgraded. */
  Peer acceptCustomScheme(String scheme) throws Exception {
    Peer peer = accept();
    String head = peer.readHead();
    assertTrue(head.contains("\r\nRDG-Auth-Scheme: " + scheme + "\r\n"), head);
    assertFalse(head.contains("\r\nAuthorization:"), head);
    peer.upgrade(head);
    return peer;
  }

  /** How the opening of a channel fails that meets this script; not by being too slow. */
  static GatewayClientException refusal(Script script) throws Exception {
    return refusal(ALICE, script);
  }

  /** How the opening of a channel with these credentials fails that meets this script. */
  static GatewayClientException refusal(ClientCredentials credentials, Script script)
      throws Exception {
    try (FakeGateway gateway = new FakeGateway(script)) {
      GatewayClient client = gateway.client().credentials(credentials).build();
      GatewayClientException refusal =
          assertThrows(GatewayClientException.class, () -> client.open("host.lan", 3389));
      gateway.finish();
      assertFalse(String.valueOf(refusal.getMessage()).contains("took"), refusal.getMessage());
      return refusal;
    }
  }

  /** Waits for the script and fails as it did. */
  void finish() throws Exception {
    play.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** One connection of a client. */
  static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(socket.getInputStream());
    }

    String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
        head.append((char) in.readUnsignedByte());
      }
      return head.toString();
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    void upgrade(String head) throws Exception {
      Matcher key = Pattern.compile("Sec-WebSocket-Key: (\\S+)").matcher(head);
      if (!key.find()) {
        throw new IOException("no key in " + head);
      }
      upgradeWith(accept(key.group(1)));
    }

    void upgradeWith(String accept) throws IOException {
      write(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: keep-alive, upgrade\r\n"
              + "upgrade: WebSocket\r\nSec-WebSocket-Accept: "
              + accept
              + "\r\n\r\n");
    }

    private static String accept(String key) throws Exception {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    }

    /** A frame with an opcode and the FIN bit as its first byte says. */
    void frame(int first, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(first);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else {
        frame.write(126);
        frame.write(payload.length >>> 8);
        frame.write(payload.length);
      }
      frame.writeBytes(payload);
      write(frame.toByteArray());
    }

    void message(String hex) throws IOException {
      frame(0x82, bytes(hex));
    }

    /** The payload of the next frame, which has to begin with this byte. */
    byte[] readFrame(int first) throws IOException {
      int found = in.readUnsignedByte();
      if (found != first) {
        throw new IOException("a frame 0x%02X, not 0x%02X".formatted(found, first));
      }
      int length = in.readUnsignedByte();
      if (length < 0x80) {
        throw new IOException("a frame without a mask");
      }
      length &= 0x7F;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      if (payload.length < length) {
        throw new EOFException("within a frame");
      }
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return payload;
    }

    /** The next packet in hexadecimal, which has to be a message of its own. */
    String readPacket() throws IOException {
      return hex(readFrame(0x82));
    }

    /** The next chunk in hexadecimal. */
    String readChunk() throws IOException {
      StringBuilder line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        line.append((char) in.readUnsignedByte());
      }
      byte[] chunk = in.readNBytes(Integer.parseInt(line.substring(0, line.length() - 2), 16));
      if (in.readUnsignedShort() != 0x0D0A) {
        throw new IOException("a chunk longer than its size");
      }
      return hex(chunk);
    }

    /** Answers everything up to the open channel. */
    void openChannel() throws IOException {
      for (String answer : new String[] {HANDSHAKE_OK, TUNNEL_OK, AUTH_OK, CHANNEL_OK}) {
        readPacket();
        message(answer);
      }
    }

    /** Reads until the client has gone. */
    void awaitEnd() throws IOException {
      in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
