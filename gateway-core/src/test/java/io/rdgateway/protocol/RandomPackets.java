/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes packets of all types with random fields within their ranges. */
final class RandomPackets {
  private static final int KINDS = 15;

  private final Random random;

  RandomPackets(Random random) {
    this.random = random;
  }

  List<HttpPacket> list(int count) {
    List<HttpPacket> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(next(random.nextInt(KINDS)));
    }
    return packets;
  }

  /** One of each record. */
  List<HttpPacket> oneOfEach() {
    List<HttpPacket> packets = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      packets.add(next(kind));
    }
    return packets;
  }

  private HttpPacket next(int kind) {
    return switch (kind) {
      case 0 -> new HandshakeRequest(u8(), u8(), u16(), new ExtendedAuth(u16()));
      case 1 -> new HandshakeResponse(code(), u8(), u8(), u16(), new ExtendedAuth(u16()));
      case 2 -> new ExtendedAuthMessage(code(), bytes(2000));
      case 3 ->
          new TunnelCreate(
              random.nextInt(), maybe() ? random.nextLong() : null, maybe() ? bytes(2000) : null);
      case 4 ->
          new TunnelResponse(
              u16(),
              code(),
              maybeInt(),
              maybeInt(),
              maybe() ? new TunnelResponse.HealthRequest(exactly(16), text(300)) : null,
              maybe() ? text(1000) : null);
      case 5 -> new TunnelAuth(text(256), maybe() ? bytes(300) : null);
      case 6 -> new TunnelAuthResponse(code(), maybeInt(), maybeInt(), maybe() ? bytes(300) : null);
      case 7 -> new ChannelCreate(names(1, 50), names(0, 3), 1 + random.nextInt(0xFFFF), 3);
      case 8 ->
          new ChannelResponse(
              code(), maybeInt(), maybe() ? u16() : null, maybe() ? bytes(2000) : null);
      case 9 -> new DataPacket(bytes(random.nextInt(20) == 0 ? 0xFFFF : 3000));
      case 10 -> new ServiceMessage(text(1000));
      case 11 -> new ReauthMessage(random.nextLong());
      case 12 -> new Keepalive();
      case 13 -> new CloseChannel(code());
      case 14 -> new CloseChannelResponse(code());
      default -> throw new IllegalArgumentException("kind " + kind);
    };
  }

  private boolean maybe() {
    return random.nextBoolean();
  }

  private @Nullable Integer maybeInt() {
    return maybe() ? random.nextInt() : null;
  }

  private int u8() {
    return random.nextInt(0x100);
  }

  private int u16() {
    return random.nextInt(0x10000);
  }

  private ResultCode code() {
    return new ResultCode(random.nextInt());
  }

  private Bytes bytes(int largest) {
    return exactly(random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(largest + 1));
  }

  private Bytes exactly(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private List<String> names(int least, int most) {
    List<String> names = new ArrayList<>();
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      names.add(text(80));
    }
    return names;
  }

  /** Any characters but NUL, pairs of surrogates included. */
  private String text(int longest) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(longest + 1);
    while (text.length() < length) {
      int codePoint =
          switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(0xD7FF);
            case 1 -> length - text.length() < 2 ? 'x' : 0x10000 + random.nextInt(0x100000);
            default -> ' ' + random.nextInt(95);
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
