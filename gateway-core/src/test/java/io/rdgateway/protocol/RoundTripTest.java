/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoundTripTest {

  @Test
  void everyPacketComesBackAsItWas() {
    Seeds.forEach(
        "round trip",
        1000,
        random -> {
          for (HttpPacket packet : new RandomPackets(random).oneOfEach()) {
            byte[] encoded = packet.encode();
            ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(packet.type().code(), in.getShort(0));
            assertEquals(0, in.getShort(2));
            assertEquals(encoded.length, in.getInt(4));
            assertTrue(encoded.length <= packet.type().maxLength());
            assertEquals(
                packet, PacketDecoder.decode(packet.type(), in.position(PacketHeader.SIZE)));
          }
        });
  }

  @Test
  void theGeneratorKnowsEveryRecord() {
    Set<Class<?>> made = new HashSet<>();
    new RandomPackets(new Random(1)).oneOfEach().forEach(packet -> made.add(packet.getClass()));

    assertEquals(Set.of(HttpPacket.class.getPermittedSubclasses()), made);
  }

  @Test
  void theLargestPacketsStayWithinTheirLimits() throws Exception {
    Bytes largest = Bytes.copyOf(new byte[0xFFFF]);
    for (HttpPacket packet :
        new HttpPacket[] {new DataPacket(largest), new TunnelCreate(-1, -1L, largest)}) {
      byte[] encoded = packet.encode();
      assertEquals(packet.type().maxLength(), encoded.length);
      assertEquals(
          packet, PacketDecoder.decode(packet.type(), ByteBuffer.wrap(encoded).position(8)));
    }
  }

  @Test
  void whatDoesNotFitItsLengthFieldIsNotWritten() {
    Bytes tooLong = Bytes.copyOf(new byte[0x10000]);

    assertThrows(IllegalArgumentException.class, () -> new DataPacket(tooLong).encode());
    assertThrows(IllegalArgumentException.class, () -> new TunnelCreate(0, null, tooLong).encode());
    assertThrows(
        IllegalArgumentException.class, () -> new ServiceMessage("x".repeat(0x7FFF)).encode());
  }

  @Test
  void resultCodesPrintTheirNamesAndUnknownOnesTheirBits() {
    assertEquals("E_PROXY_RAP_ACCESSDENIED", ResultCode.RAP_ACCESS_DENIED.toString());
    assertEquals("0x800704CA", new ResultCode(0x800704CA).toString());
    assertEquals("TUNNEL_CREATE", PacketType.TUNNEL_CREATE.toString());
    assertEquals("0x0E", new PacketType(0x0E).toString());
  }
}
