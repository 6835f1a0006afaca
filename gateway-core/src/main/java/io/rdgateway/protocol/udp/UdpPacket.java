/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.udp;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.WireFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One packet of the UDP side channel. */
public sealed interface UdpPacket {
  /** The size of UDP_PACKET_HEADER: pktID and pktLen. */
  int HEADER = 4;

  /** The longest piece of a CONNECT_PKT in one fragment. */
  int MAX_FRAGMENT = 1000;

  /** The most fragments that are accepted; a CONNECT_PKT needs two. */
  int MAX_FRAGMENTS = 64;

  /** The whole packet as bytes, header included. */
  byte[] encode();

  /**
   * MS-TSGU 2.2.11.2, CONNECT_PKT. Travels only inside fragments.
   *
   * @param port of the host
   * @param upStreamMtu what the client can send
   * @param downStreamMtu what the client can take
   * @param lossy 0 for a reliable, 1 for a lossy channel
   * @param initialSequenceNumber the client's
   * @param authnCookie from CHANNEL_RESPONSE
   */
  record Connect(
      int port,
      int upStreamMtu,
      int downStreamMtu,
      int lossy,
      int initialSequenceNumber,
      Bytes authnCookie)
      implements UdpPacket {
    static final int ID = 1;

    static Connect read(Fields in) throws WireFormatException {
      int port = in.u16("usPortNumber");
      int cookieLength = in.u16("cbAuthnCookieLen");
      int up = in.u16("uUpStreamMtu");
      int down = in.u16("uDownStreamMtu");
      int lossy = in.i32("fLossy");
      return new Connect(
          port, up, down, lossy, in.i32("snSendISN"), in.bytes(cookieLength, "authnCookie"));
    }

    @Override
    public byte[] encode() {
      return start(ID, 16 + authnCookie.length())
          .putShort((short) port)
          .putShort((short) authnCookie.length())
          .putShort((short) upStreamMtu)
          .putShort((short) downStreamMtu)
          .putInt(lossy)
          .putInt(initialSequenceNumber)
          .put(authnCookie.toArray())
          .array();
    }
  }

  /**
   * MS-TSGU 2.2.11.1, CONNECT_PKT_FRAGMENT. The first datagram is padded, so bytes behind the piece
   * are ignored.
   *
   * @param index from 0, below {@code count}
   * @param count 1 to {@link #MAX_FRAGMENTS}
   * @param piece 1 to {@link #MAX_FRAGMENT} bytes
   */
  record ConnectFragment(int index, int count, Bytes piece) implements UdpPacket {
    static final int ID = 5;

    static ConnectFragment read(Fields in) throws WireFormatException {
      int index = in.u16("usFragmentID");
      int count = in.u16("usNoOfFragments");
      int length = in.u16("cbFragmentLength");
      if (count < 1 || count > MAX_FRAGMENTS || index >= count) {
        throw new WireFormatException("fragment " + index + " of " + count);
      }
      if (length < 1 || length > MAX_FRAGMENT) {
        throw new WireFormatException("a fragment of " + length + " bytes");
      }
      return new ConnectFragment(index, count, in.bytes(length, "fragment"));
    }

    @Override
    public byte[] encode() {
      return start(ID, 6 + piece.length())
          .putShort((short) index)
          .putShort((short) count)
          .putShort((short) piece.length())
          .put(piece.toArray())
          .array();
    }
  }

  /**
   * MS-TSGU 2.2.11.3, CONNECT_PKT_RESP. The specification gives the result eight bytes and calls it
   * a LONG, which has four on Windows: both are read, and eight written, whose lower half is the
   * other form.
   *
   * @param upStreamMtu what is granted
   * @param downStreamMtu what is granted
   * @param initialSequenceNumber the host's
   * @param result success or why not
   */
  record ConnectResponse(
      int upStreamMtu, int downStreamMtu, int initialSequenceNumber, ResultCode result)
      implements UdpPacket {
    static final int ID = 2;

    static ConnectResponse read(Fields in) throws WireFormatException {
      return new ConnectResponse(
          in.u16("uUpStreamMtu"),
          in.u16("uDownStreamMtu"),
          in.i32("snRecvISN"),
          new ResultCode(in.i32("result")));
    }

    @Override
    public byte[] encode() {
      return start(ID, 16)
          .putShort((short) upStreamMtu)
          .putShort((short) downStreamMtu)
          .putInt(initialSequenceNumber)
          .putLong(result.value() & 0xFFFFFFFFL)
          .array();
    }
  }

  /**
   * MS-TSGU 2.2.11.4, DATA_PKT.
   *
   * @param data a datagram of RDP-UDP, opaque
   */
  record Data(Bytes data) implements UdpPacket {
    static final int ID = 3;

    static Data read(Fields in) throws WireFormatException {
      return new Data(in.bytes(in.length(), "data"));
    }

    @Override
    public byte[] encode() {
      return start(ID, data.length()).put(data.toArray()).array();
    }
  }

  /**
   * MS-TSGU 2.2.11.5, DISC_PKT.
   *
   * @param reason why; eight bytes on the wire
   */
  record Disconnect(ResultCode reason) implements UdpPacket {
    static final int ID = 4;

    static Disconnect read(Fields in) throws WireFormatException {
      return new Disconnect(new ResultCode(in.i32("discReason")));
    }

    @Override
    public byte[] encode() {
      return start(ID, 8).putLong(reason.value() & 0xFFFFFFFFL).array();
    }
  }

  /**
   * Decodes one datagram. Bytes behind the stated length are ignored: the first fragment is padded.
   *
   * @throws WireFormatException if a field does not fit, or the type is not known
   */
  static UdpPacket decode(ByteBuffer datagram) throws WireFormatException {
    Fields header = new Fields(datagram);
    int id = header.u16("pktID");
    Fields body = header.limitedTo(header.u16("pktLen"));
    return switch (id) {
      case Connect.ID -> Connect.read(body);
      case ConnectResponse.ID -> ConnectResponse.read(body);
      case Data.ID -> Data.read(body);
      case Disconnect.ID -> Disconnect.read(body);
      case ConnectFragment.ID -> ConnectFragment.read(body);
      default -> throw new WireFormatException("a UDP packet of type " + id);
    };
  }

  private static ByteBuffer start(int id, int length) {
    if (length > 0xFFFF) {
      throw new IllegalArgumentException("a UDP packet of " + length + " bytes");
    }
    return ByteBuffer.allocate(HEADER + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) id)
        .putShort((short) length);
  }
}
