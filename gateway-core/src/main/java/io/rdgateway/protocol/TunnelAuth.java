/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * MS-TSGU 2.2.10.14, HTTP_TUNNEL_AUTH_PACKET with its HTTP_TUNNEL_AUTH_PACKET_OPTIONAL.
 *
 * @param clientName the name of the client's machine, as it states it
 * @param statementOfHealth ignored by gateways since Windows Server 2016
 */
public record TunnelAuth(String clientName, @Nullable Bytes statementOfHealth)
    implements HttpPacket {
  private static final int SOH = 0x1;

  /**
   * The longest name in bytes. Windows takes 513 with the NUL, an odd number for UTF-16; one
   * character more does no harm.
   */
  private static final int MAX_NAME_BYTES = 514;

  static TunnelAuth read(PacketReader in) throws WireFormatException {
    int fields = in.u16("fieldsPresent");
    int nameLength = in.u16("cbClientName");
    if (nameLength > MAX_NAME_BYTES) {
      throw new WireFormatException(
          "clientName has " + nameLength + " bytes, more than " + MAX_NAME_BYTES);
    }
    String name = in.string(nameLength, "clientName");
    Bytes health = null;
    if ((fields & SOH) != 0 && in.isBlobToEnd(0)) {
      // The specification lists the name a second time before the statement; no packet seen on a
      // wire has it. Since the
      // statement is ignored, whatever does not look like one is ignored as well.
      health = in.blob("statementOfHealth");
    }
    return new TunnelAuth(name, health);
  }

  @Override
  public PacketType type() {
    return PacketType.TUNNEL_AUTH;
  }

  @Override
  public byte[] encode() {
    PacketWriter out =
        new PacketWriter(type()).u16(statementOfHealth == null ? 0 : SOH).string(clientName);
    if (statementOfHealth != null) {
      out.blob(statementOfHealth);
    }
    return out.finish();
  }
}
