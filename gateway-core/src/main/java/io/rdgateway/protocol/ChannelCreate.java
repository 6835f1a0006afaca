/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * MS-TSGU 2.2.10.2, HTTP_CHANNEL_PACKET with its HTTP_CHANNEL_PACKET_VARIABLE.
 *
 * @param resources 1 to 50 names of one target
 * @param alternates 0 to 3 further names of the same target
 * @param port of the target
 * @param protocol 3
 */
public record ChannelCreate(List<String> resources, List<String> alternates, int port, int protocol)
    implements HttpPacket {
  /** The only protocol that there is. */
  public static final int PROTOCOL_TCP = 3;

  private static final int MAX_RESOURCES = 50;
  private static final int MAX_ALTERNATES = 3;

  /** Copies the lists. */
  public ChannelCreate {
    resources = List.copyOf(resources);
    alternates = List.copyOf(alternates);
  }

  static ChannelCreate read(PacketReader in) throws WireFormatException {
    int resourceCount = in.u8("numResources");
    int alternateCount = in.u8("numAltResources");
    int port = in.u16("port");
    int protocol = in.u16("protocol");
    if (resourceCount == 0) {
      throw new WireFormatException("numResources is 0", ResultCode.ACCESS_DENIED);
    }
    if (resourceCount > MAX_RESOURCES || alternateCount > MAX_ALTERNATES) {
      throw new WireFormatException(
          "numResources is "
              + resourceCount
              + " (at most 50), numAltResources "
              + alternateCount
              + " (at most 3)",
          ResultCode.INVALID_PARAMETER);
    }
    if (protocol != PROTOCOL_TCP) {
      throw new WireFormatException(
          "protocol is " + protocol + ", not 3", ResultCode.INVALID_PARAMETER);
    }
    if (port == 0) {
      throw new WireFormatException("port is 0", ResultCode.INVALID_PARAMETER);
    }
    return new ChannelCreate(names(in, resourceCount), names(in, alternateCount), port, protocol);
  }

  private static List<String> names(PacketReader in, int count) throws WireFormatException {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(in.string("resource name"));
    }
    return names;
  }

  @Override
  public PacketType type() {
    return PacketType.CHANNEL_CREATE;
  }

  @Override
  public byte[] encode() {
    PacketWriter out =
        new PacketWriter(type()).u8(resources.size()).u8(alternates.size()).u16(port).u16(protocol);
    resources.forEach(out::string);
    alternates.forEach(out::string);
    return out.finish();
  }
}
