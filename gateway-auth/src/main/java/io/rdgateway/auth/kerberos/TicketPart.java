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
 * EncTicketPart (RFC 4120, section 5.3): what the KDC says of the client.
 *
 * @param flags of the ticket
 * @param keyType number of the session key's type
 * @param sessionKey which the client knows
 * @param client whose ticket it is
 * @param start from when it is valid
 * @param end until when
 * @param authorizationData as it was received; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record TicketPart(
    int flags,
    long keyType,
    byte[] sessionKey,
    KerberosName client,
    Instant start,
    Instant end,
    byte @Nullable [] authorizationData) {
  static final int INVALID = 0x0100_0000;
  static final int ANONYMOUS = 0x0000_8000;

  private static final int TYPE = 3;

  static TicketPart parse(byte[] bytes) throws DerException {
    var whole = new DerReader(bytes);
    DerReader message = whole.enter(Der.application(TYPE));
    whole.end();
    DerReader in = message.enter(Der.SEQUENCE);
    message.end();
    DerReader flagField = in.field(0);
    int flags = flagField.flags();
    flagField.end();
    DerReader keyField = in.field(1);
    DerReader key = keyField.enter(Der.SEQUENCE);
    keyField.end();
    long keyType = EncryptedData.integer(key.field(0));
    DerReader keyValue = key.field(1);
    byte[] sessionKey = keyValue.octets();
    keyValue.end();
    key.end();
    KerberosName client = Names.read(in.field(2), in.field(3));
    in.field(4); // the realms that it came through; the KDC or the list of realms judges them
    Instant authenticated = time(in.field(5));
    DerReader startField = in.optionalField(6);
    Instant start = startField == null ? authenticated : time(startField);
    Instant end = time(in.field(7));
    in.optionalField(8); // until when it could be renewed
    in.optionalField(9); // addresses, which translation on the way makes useless
    DerReader authorization = in.optionalField(10);
    byte[] data = authorization == null ? null : authorization.rest();
    in.end();
    return new TicketPart(flags, keyType, sessionKey, client, start, end, data);
  }

  private static Instant time(DerReader field) throws DerException {
    Instant time = field.time();
    field.end();
    return time;
  }

  @Override
  public String toString() {
    return "TicketPart[" + client + ", until " + end + ", sessionKey=<redacted>]";
  }
}
