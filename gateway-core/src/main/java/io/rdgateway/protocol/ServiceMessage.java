/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.12, HTTP_SERVICE_MESSAGE. Clients without the capability fail on it.
 *
 * @param message what the user is shown
 */
public record ServiceMessage(String message) implements HttpPacket {

  static ServiceMessage read(PacketReader in) throws WireFormatException {
    return new ServiceMessage(in.string("message"));
  }

  @Override
  public PacketType type() {
    return PacketType.SERVICE_MESSAGE;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).string(message).finish();
  }
}
