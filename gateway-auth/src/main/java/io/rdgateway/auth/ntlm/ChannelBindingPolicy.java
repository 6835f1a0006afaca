/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.spi.EndPointBinding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the channel binding that a client may send (Extended Protection, MS-NLMP
 * 3.2.5.1.2). A binding that matches proves that nobody sits between client and gateway with
 * another certificate.
 */
public enum ChannelBindingPolicy {
  /** Not looked at. For a gateway behind a proxy that ends TLS with a certificate of its own. */
  OFF,

  /**
   * A binding that is sent must match. None, or one of zeros, which is how some clients say that
   * they have none, passes.
   */
  WHEN_SENT,

  /** A binding must be sent and match. Windows and FreeRDP send one; older clients may not. */
  REQUIRED;

  /**
   * Judges a binding.
   *
   * @param sent the value from the message
   * @param binding of the connection; null when it has none, which no value can match
   */
  boolean accepts(byte @Nullable [] sent, @Nullable EndPointBinding binding) {
    if (this == OFF) {
      return true;
    }
    if (sent == null || MessageDigest.isEqual(sent, new byte[sent.length])) {
      return this == WHEN_SENT;
    }
    return binding != null && MessageDigest.isEqual(sent, hash(binding));
  }

  /** MD5 over gss_channel_bindings_struct (RFC 2744, section 3.11) without addresses. */
  static byte[] hash(EndPointBinding binding) {
    byte[] data = binding.applicationData();
    int addresses = 4 * Integer.BYTES;
    return NtlmCrypto.md5(
        ByteBuffer.allocate(addresses + Integer.BYTES + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(addresses)
            .putInt(data.length)
            .put(data)
            .array());
  }
}
