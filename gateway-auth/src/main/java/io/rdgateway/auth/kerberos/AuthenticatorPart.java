/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Authenticator (RFC 4120, section 5.5.1): the proof that the client knows the key in its ticket.
 *
 * @param version 5, or it is not understood
 * @param client who says so
 * @param checksumType number of the checksum's type; 0 if there is none
 * @param checksum its bytes, which the GSS-API fills with things of its own
 * @param time the client's clock, to the microsecond
 * @param authorizationData as it was received; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record AuthenticatorPart(
    long version,
    KerberosName client,
    long checksumType,
    byte[] checksum,
    Instant time,
    byte @Nullable [] authorizationData) {
  private static final int TYPE = 2;
  private static final int MICROSECONDS = 1_000_000;

  static AuthenticatorPart parse(byte[] bytes) throws DerException {
    var whole = new DerReader(bytes);
    DerReader message = whole.enter(Der.application(TYPE));
    whole.end();
    DerReader in = message.enter(Der.SEQUENCE);
    message.end();
    long version = EncryptedData.integer(in.field(0));
    KerberosName client = Names.read(in.field(1), in.field(2));
    long checksumType = 0;
    byte[] checksum = {};
    DerReader checksumField = in.optionalField(3);
    if (checksumField != null) {
      DerReader parts = checksumField.enter(Der.SEQUENCE);
      checksumField.end();
      checksumType = EncryptedData.integer(parts.field(0));
      DerReader value = parts.field(1);
      checksum = value.octets();
      value.end();
      parts.end();
    }
    long micros = EncryptedData.integer(in.field(4));
    DerReader timeField = in.field(5);
    Instant time = timeField.time();
    timeField.end();
    if (micros < 0 || micros >= MICROSECONDS) {
      throw new DerException("there are not so many microseconds");
    }
    in.optionalField(6); // a key of the client's own, which is JGSS's business
    in.optionalField(7); // as is the number of the next message
    DerReader authorization = in.optionalField(8);
    byte[] data = authorization == null ? null : authorization.rest();
    in.end();
    return new AuthenticatorPart(
        version, client, checksumType, checksum, time.plusNanos(micros * 1000), data);
  }
}
