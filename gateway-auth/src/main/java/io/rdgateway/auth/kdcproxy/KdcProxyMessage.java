/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.RefusedMessageException.unless;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * KDC-PROXY-MESSAGE (MS-KKDCP 2.2.2), without the hint for locating a domain controller: where the
 * KDCs are is for the configuration alone to say.
 *
 * @param message a Kerberos message without the length in front of it
 * @param targetDomain the realm that it is for; null in answers
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record KdcProxyMessage(byte[] message, @Nullable String targetDomain) {
  /** The largest one, in both directions. */
  static final int MAX_BYTES = 128 * 1024;

  static KdcProxyMessage parse(byte[] body) throws RefusedMessageException {
    var whole = new Der(body);
    Der fields = whole.open(Der.SEQUENCE);
    whole.end();
    byte[] framed = fields.open(Der.context(0)).only(Der.OCTET_STRING);
    String realm = fields.isNext(Der.context(1)) ? fields.open(Der.context(1)).onlyString() : null;
    if (fields.isNext(Der.context(2))) {
      fields.open(Der.context(2)).onlyInteger();
    }
    fields.end();
    unless(
        framed.length > 4 && ByteBuffer.wrap(framed).getInt() == framed.length - 4,
        "the length in front of the Kerberos message is not its length");
    return new KdcProxyMessage(Arrays.copyOfRange(framed, 4, framed.length), realm);
  }

  /** As it travels over TCP (RFC 4120, section 7.2.2). */
  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  byte[] toBytes() {
    byte[] fields = Der.element(Der.context(0), Der.element(Der.OCTET_STRING, framed(message)));
    if (targetDomain != null) {
      byte[] realm =
          Der.element(
              Der.context(1),
              Der.element(Der.GENERAL_STRING, targetDomain.getBytes(StandardCharsets.UTF_8)));
      int length = fields.length;
      fields = Arrays.copyOf(fields, length + realm.length);
      System.arraycopy(realm, 0, fields, length, realm.length);
    }
    return Der.element(Der.SEQUENCE, fields);
  }

  @Override
  public String toString() {
    return "KdcProxyMessage[" + message.length + " bytes]";
  }
}
