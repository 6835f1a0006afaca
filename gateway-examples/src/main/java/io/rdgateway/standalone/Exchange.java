/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** What is said to a host through the gateway to see that bytes pass. */
enum Exchange {
  /** Bytes that a host which echoes must send back unchanged. */
  PATTERN("relay 64 KiB and compare them") {
    @Override
    void run(InputStream in, OutputStream out) throws IOException {
      Random seeded = new Random(1);
      byte[] sent = new byte[16 << 10];
      for (int i = 0; i < 4; i++) {
        seeded.nextBytes(sent);
        out.write(sent);
        out.flush();
        if (!Arrays.equals(read(in, sent.length), sent)) {
          throw new IOException("other bytes came back than were sent");
        }
      }
    }
  },

  /** The first message of an RDP client (MS-RDPBCGR 2.2.1.1, X.224), and the host's answer. */
  RDP("send an RDP connection request and read its answer") {
    @Override
    void run(InputStream in, OutputStream out) throws IOException {
      out.write(HexFormat.of().parseHex("030000130EE00000000000010008000B000000"));
      out.flush();
      byte[] answer = read(in, 7);
      boolean tpkt = answer[0] == 3 && answer[1] == 0;
      boolean connectionConfirm = (answer[5] & 0xF0) == 0xD0;
      if (!tpkt || !connectionConfirm) {
        throw new IOException(
            "the host answers, but not in RDP; is this the port of its remote desktop?");
      }
    }
  };

  private final String words;

  Exchange(String words) {
    this.words = words;
  }

  /** Takes part; whatever is not as it should be is an exception. */
  abstract void run(InputStream in, OutputStream out) throws IOException;

  private static byte[] read(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    try {
      new DataInputStream(in).readFully(bytes);
    } catch (EOFException e) {
      throw new IOException("the host ended the connection instead of answering", e);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return words;
  }
}
