/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A host with the old security of RDP, under which a client names its static virtual channels in
 * clear text. Hears that from the first client and hangs up.
 */
final class ChannelListHost extends LoopbackHost {
  /** X.224 connection confirm without negotiation data (MS-RDPBCGR 2.2.1.2). */
  private static final byte[] CONFIRM = HexFormat.of().parseHex("0300000b06d00000123400");

  private static final int TPKT_VERSION = 3;
  private static final int TPKT_HEADER = 4;

  /** Type of the client network data, TS_UD_CS_NET (MS-RDPBCGR 2.2.1.3.4). */
  private static final int CS_NET = 0xC003;

  private static final int CS_NET_HEADER = 8;
  private static final int CHANNEL_NAME = 8;
  private static final int CHANNEL = 12;

  private final CompletableFuture<List<String>> channels = new CompletableFuture<>();

  private ChannelListHost() {
    super("channel-list-host");
  }

  static ChannelListHost start() {
    ChannelListHost host = new ChannelListHost();
    host.begin();
    return host;
  }

  @Override
  void serve() {
    try (Socket socket = accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      packet(in);
      socket.getOutputStream().write(CONFIRM);
      channels.complete(channelNames(packet(in)));
    } catch (IOException e) {
      channels.completeExceptionally(e);
    }
  }

  private static byte[] packet(DataInputStream in) throws IOException {
    if (in.readUnsignedShort() >> 8 != TPKT_VERSION) {
      throw new IOException("the client does not speak RDP");
    }
    return in.readNBytes(in.readUnsignedShort() - TPKT_HEADER);
  }

  /** Looks for the one block whose length agrees with its number of channels. */
  private static List<String> channelNames(byte[] connectInitial) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(connectInitial).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + CS_NET_HEADER <= bytes.limit(); at++) {
      int length = Short.toUnsignedInt(bytes.getShort(at + 2));
      if (Short.toUnsignedInt(bytes.getShort(at)) == CS_NET
          && at + length <= bytes.limit()
          && length == CS_NET_HEADER + CHANNEL * (long) bytes.getInt(at + 4)) {
        List<String> names = new ArrayList<>();
        for (int name = at + CS_NET_HEADER; name < at + length; name += CHANNEL) {
          String padded = new String(connectInitial, name, CHANNEL_NAME, StandardCharsets.US_ASCII);
          names.add(padded.substring(0, padded.indexOf('\0')));
        }
        return names;
      }
    }
    throw new IOException("the client names no channels");
  }

  /** The static virtual channels that the client wants. */
  List<String> awaitChannels(Duration bound, Supplier<String> clientOutput) {
    return await(channels, bound, () -> "the client named no channels: " + clientOutput.get());
  }
}
