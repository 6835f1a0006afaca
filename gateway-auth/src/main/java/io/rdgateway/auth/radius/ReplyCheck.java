/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a server's answer from what anybody else may have sent. */
final class ReplyCheck {
  static final String NO_MESSAGE_AUTHENTICATOR = "it has no Message-Authenticator";

  private ReplyCheck() {}

  /**
   * Judges a reply by its bytes.
   *
   * @param request the bytes that were sent
   * @param reply what came, with the identifier of the request
   * @param required whether a reply without Message-Authenticator is dropped
   * @return what is wrong with it; null if nothing is
   */
  static @Nullable String objection(
      byte[] request, Packet reply, SharedSecret secret, boolean required) {
    int asked = request[0] & 0xFF;
    if (!Code.answers(reply.code(), asked)) {
      return "a packet of kind " + reply.code() + " does not answer one of kind " + asked;
    }
    byte[] bytes = reply.bytes();
    byte[] authenticator = Arrays.copyOfRange(bytes, Packet.AUTHENTICATOR, Packet.HEADER);
    System.arraycopy(
        request, Packet.AUTHENTICATOR, bytes, Packet.AUTHENTICATOR, Packet.AUTHENTICATOR_BYTES);
    if (!MessageDigest.isEqual(authenticator, Digests.md5(bytes, secret.bytes()))) {
      return "its response authenticator is wrong: the shared secret differs, or it is forged";
    }
    List<Attribute> signatures = reply.attributes().all(AttributeType.MESSAGE_AUTHENTICATOR);
    if (signatures.size() > 1) {
      return "it has more than one Message-Authenticator";
    }
    if (signatures.isEmpty()) {
      return required ? NO_MESSAGE_AUTHENTICATOR : proxyState(reply);
    }
    byte[] signature = signatures.get(0).value();
    if (!MessageDigest.isEqual(signature, sign(bytes, secret))) {
      return "its Message-Authenticator is wrong: it is forged";
    }
    return proxyState(reply);
  }

  /** The way in for a chosen-prefix collision; this client never sends one. */
  private static @Nullable String proxyState(Packet reply) {
    return reply.attributes().has(AttributeType.PROXY_STATE)
        ? "it returns a Proxy-State that was never sent"
        : null;
  }

  /** HMAC-MD5 over the packet with the value itself zeroed (RFC 3579, section 3.2). */
  private static byte[] sign(byte[] packet, SharedSecret secret) {
    byte[] unsigned = packet.clone();
    int at = Packet.HEADER;
    while ((unsigned[at] & 0xFF) != AttributeType.MESSAGE_AUTHENTICATOR) {
      at += unsigned[at + 1] & 0xFF;
    }
    Arrays.fill(unsigned, at + 2, at + (unsigned[at + 1] & 0xFF), (byte) 0);
    return Digests.hmacMd5(secret.bytes(), unsigned);
  }
}
