/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.WireFormatException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * A datagram is a packet that comes back the same when it is written and read again, or is refused.
 */
public final class UdpPacketFuzzTarget {
  private UdpPacketFuzzTarget() {}

  /** One packet of each kind. */
  public static List<byte[]> corpus() {
    Bytes cookie = Bytes.copyOf(new byte[1433]);
    Bytes piece = Bytes.copyOf(new byte[] {1, 2, 3});
    return Stream.<UdpPacket>of(
            new UdpPacket.Connect(3389, 1500, 1500, 1, -1, cookie),
            new UdpPacket.ConnectFragment(0, 2, piece),
            new UdpPacket.ConnectResponse(1386, 1386, -1, ResultCode.SUCCESS),
            new UdpPacket.Data(piece),
            new UdpPacket.Disconnect(ResultCode.SUCCESS))
        .map(UdpPacket::encode)
        .toList();
  }

  public static void fuzzerTestOneInput(byte[] data) {
    ByteBuffer datagram = ByteBuffer.wrap(data);
    CorrelationInfo.atEndOf(datagram);
    try {
      UdpPacket packet = UdpPacket.decode(datagram);
      assertEquals(packet, UdpPacket.decode(ByteBuffer.wrap(packet.encode())));
    } catch (WireFormatException e) {
      // What a malformed datagram gets.
    }
  }
}
