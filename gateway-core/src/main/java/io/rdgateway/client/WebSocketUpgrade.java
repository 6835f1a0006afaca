/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The opening handshake of RFC 6455, section 4.1. */
final class WebSocketUpgrade {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_SIZE = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private WebSocketUpgrade() {}

  static String newKey() {
    byte[] key = new byte[KEY_SIZE];
    RANDOM.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** What is wrong with a 101, or null. */
  static @Nullable String flaw(ResponseHead head, String key) {
    if (!head.lists("upgrade", "websocket") || !head.lists("connection", "upgrade")) {
      return "the answer 101 is not an upgrade";
    }
    if (!accept(key).equals(head.first("sec-websocket-accept"))) {
      return "Sec-WebSocket-Accept does not fit the key";
    }
    if (head.first("sec-websocket-extensions") != null
        || head.first("sec-websocket-protocol") != null) {
      return "the gateway chose an extension or a sub-protocol that was not offered";
    }
    return null;
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
