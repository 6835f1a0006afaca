/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.Keepalive;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PacketOutputTest {
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /** A gateway that reads nothing until the test lets it. */
  private final OutputStream stuck =
      new OutputStream() {
        @Override
        public void write(int b) {
          written.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws InterruptedIOException {
          blocked.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException();
          }
          written.write(bytes, offset, length);
        }
      };

  /** Otherwise gateway and client could each wait for the other to read. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aBlockedWriterDoesNotBlockTheReader() throws Exception {
    PacketOutput output = new PacketOutput(new ChunkFraming(), stuck);
    FutureTask<Boolean> writer =
        new FutureTask<>(
            () -> {
              output.sendData(new byte[] {0x55}, 0, 1);
              return true;
            });
    new Thread(writer, "writer").start();
    blocked.await();
    output.reply(o -> o.write(0x0A)); // overtaken by the next one
    output.reply(new Keepalive());
    assertEquals(0, written.size());
    assertFalse(writer.isDone());
    goOn.countDown();
    assertTrue(writer.get());
    assertEquals(
        "620D0A" + "0A0000000B000000010055" + "0D0A" + "380D0A" + "0D00000008000000" + "0D0A",
        FakeGateway.hex(written.toByteArray()));
  }

  @Test
  void aFullPacketFillsOneTlsRecord() throws Exception {
    goOn.countDown();
    byte[] payload = new byte[PacketOutput.MAX_PAYLOAD];
    new PacketOutput(new ChunkFraming(), stuck).sendData(payload, 0, payload.length);
    assertEquals(16 << 10, written.size());
    written.reset();
    new PacketOutput(new WebSocketFraming(), stuck).sendData(payload, 0, payload.length);
    assertEquals(16 << 10, written.size());
  }
}
