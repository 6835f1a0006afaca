/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Accepts everybody after a while, and takes no notice of a request that is sent again. */
final class SlowRadiusServer implements AutoCloseable {
  static final String SECRET = "a secret of the benchmark";

  private static final byte[] KEY = SECRET.getBytes(StandardCharsets.UTF_8);
  private static final int ACCEPT = 2;
  private static final int LENGTH = 38;

  private final DatagramSocket socket;
  private final Duration delay;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);
  private final Thread thread = new Thread(this::serve, "slow-radius");

  SlowRadiusServer(Duration delay) {
    this.delay = delay;
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setReceiveBufferSize(1 << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        SocketAddress client = packet.getSocketAddress();
        if (seen.add(client + " " + Arrays.hashCode(request))) {
          var unused =
              later.schedule(
                  () -> answer(request, client), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(byte[] request, SocketAddress client) {
    try {
      byte[] reply =
          ByteBuffer.allocate(LENGTH)
              .put((byte) ACCEPT)
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
      socket.send(new DatagramPacket(reply, reply.length, client));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the server of the benchmark cannot answer", e);
    }
  }

  @Override
  public void close() {
    socket.close();
    later.shutdownNow();
  }
}
