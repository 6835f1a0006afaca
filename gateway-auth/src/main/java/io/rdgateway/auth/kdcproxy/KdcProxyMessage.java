/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.Require.number;
import static io.rdgateway.auth.kdcproxy.Require.text;
import static io.rdgateway.auth.kdcproxy.Require.unless;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import java.nio.ByteBuffer;
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

  static KdcProxyMessage parse(byte[] body) throws DerException {
    var whole = new DerReader(body);
    DerReader fields = whole.enter(Der.SEQUENCE);
    whole.end();
    DerReader field = fields.field(0);
    byte[] framed = field.octets();
    field.end();
    String realm = null;
    field = fields.optionalField(1);
    if (field != null) {
      realm = text(field);
    }
    field = fields.optionalField(2);
    if (field != null) {
      number(field);
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
    byte[] first = Der.field(0, Der.element(Der.OCTET_STRING, framed(message)));
    return targetDomain == null
        ? Der.sequence(first)
        : Der.sequence(first, Der.field(1, Der.text(targetDomain)));
  }

  @Override
  public String toString() {
    return "KdcProxyMessage[" + message.length + " bytes]";
  }
}
