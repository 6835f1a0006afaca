/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A RADIUS server that says the same to everybody (RFC 2865, signed as in RFC 3579). */
public final class ScriptedRadius implements AutoCloseable {
  public static final int ACCEPT = 2;
  public static final int REJECT = 3;
  public static final String SECRET = "a secret of this test";

  private static final byte[] KEY = SECRET.getBytes(StandardCharsets.UTF_8);
  private static final int LENGTH = 38;

  private final DatagramSocket socket;
  private final int answer;
  private final Set<String> requests = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::serve, "scripted-radius");

  private ScriptedRadius(DatagramSocket socket, int answer) {
    this.socket = socket;
    this.answer = answer;
  }

  public static ScriptedRadius start(int answer) throws IOException {
    ScriptedRadius server =
        new ScriptedRadius(
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), answer);
    server.thread.start();
    return server;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** How many different requests have come. */
  public int requests() {
    return requests.size();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        requests.add(packet.getSocketAddress() + Arrays.toString(request));
        byte[] reply = reply(request);
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] reply(byte[] request) throws GeneralSecurityException {
    byte[] reply =
        ByteBuffer.allocate(LENGTH)
            .put((byte) answer)
            .put(request[1])
            .putShort((short) LENGTH)
            .put(request, 4, 16)
            .put((byte) 80)
            .put((byte) 18)
            .array();
    Mac mac = Mac.getInstance("HmacMD5");
    mac.init(new SecretKeySpec(KEY, "HmacMD5"));
    System.arraycopy(mac.doFinal(reply), 0, reply, 22, 16);
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(reply);
    System.arraycopy(md5.digest(KEY), 0, reply, 4, 16);
    return reply;
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
