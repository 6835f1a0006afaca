/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import org.jspecify.annotations.Nullable;

/**
 * EncryptedData (RFC 4120, section 5.2.9).
 *
 * @param type number of the encryption type, accepted or not
 * @param kvno the version of the key, 32 bits; null if the sender does not say
 * @param cipher what is encrypted
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record EncryptedData(long type, @Nullable Long kvno, byte[] cipher) {

  static EncryptedData read(DerReader field) throws DerException {
    DerReader in = field.enter(Der.SEQUENCE);
    field.end();
    long type = integer(in.field(0));
    DerReader version = in.optionalField(1);
    // Some implementations write the upper half of the range as negative numbers.
    Long kvno = version == null ? null : Long.valueOf(integer(version) & 0xFFFF_FFFFL);
    DerReader cipherField = in.field(2);
    byte[] cipher = cipherField.octets();
    cipherField.end();
    in.end();
    return new EncryptedData(type, kvno, cipher);
  }

  /** A field that is an integer and nothing else. */
  static long integer(DerReader field) throws DerException {
    long value = field.integer();
    field.end();
    return value;
  }

  @Override
  public String toString() {
    return "EncryptedData[type=" + type + ", kvno=" + kvno + ", " + cipher.length + " bytes]";
  }
}
