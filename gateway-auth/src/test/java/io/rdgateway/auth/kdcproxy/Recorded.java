/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Messages of real clients and KDCs, from {@code mit.hex}. */
final class Recorded {
  static final byte[] AS_REQ = message("as-req");
  static final byte[] AS_REQ_WITH_PASSWORD = message("as-req-with-password");
  static final byte[] AS_REQ_FAST = message("as-req-fast");
  static final byte[] AS_REP = message("as-rep");
  static final byte[] TGS_REQ = message("tgs-req");
  static final byte[] TGS_REP = message("tgs-rep");
  static final byte[] PASSWORD_REQUEST = message("password-request");
  static final byte[] PASSWORD_REPLY = message("password-reply");
  static final byte[] PREAUTH_REQUIRED = message("error-preauth-required");
  static final byte[] WRONG_PASSWORD = message("error-wrong-password");
  static final String REALM = "EXAMPLE.TEST";

  private Recorded() {}

  /** Without the length in front. */
  private static byte[] message(String name) {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Recorded.class.getResourceAsStream("mit.hex")),
                StandardCharsets.US_ASCII))) {
      String hex =
          in.lines()
              .filter(line -> line.startsWith(name + " "))
              .findFirst()
              .orElseThrow()
              .substring(name.length() + 1);
      byte[] framed = HexFormat.of().parseHex(hex);
      return Arrays.copyOfRange(framed, 4, framed.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of a POST. */
  static byte[] body(byte[] message, String realm) {
    return new KdcProxyMessage(message, realm).toBytes();
  }
}
