/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;

/**
 * AP-REQ (RFC 4120, section 5.5.1) and the part of its ticket (5.3) that everybody can read.
 *
 * @param version 5, or the message is not understood
 * @param type 14, or it is not a request
 * @param options of the client
 * @param service for which the ticket is
 * @param ticket encrypted with the service's key
 * @param authenticator encrypted with the key in the ticket
 */
record ApRequest(
    long version,
    long type,
    int options,
    KerberosName service,
    EncryptedData ticket,
    EncryptedData authenticator) {
  static final int USE_SESSION_KEY = 0x4000_0000;

  private static final int TYPE = 14;
  private static final int TICKET = 1;

  static ApRequest parse(byte[] bytes) throws DerException {
    var whole = new DerReader(bytes);
    DerReader message = whole.enter(Der.application(TYPE));
    whole.end();
    DerReader in = message.enter(Der.SEQUENCE);
    message.end();
    long version = EncryptedData.integer(in.field(0));
    long type = EncryptedData.integer(in.field(1));
    DerReader optionField = in.field(2);
    int options = optionField.flags();
    optionField.end();

    DerReader ticketField = in.field(3);
    DerReader ticketMessage = ticketField.enter(Der.application(TICKET));
    ticketField.end();
    DerReader ticket = ticketMessage.enter(Der.SEQUENCE);
    ticketMessage.end();
    long ticketVersion = EncryptedData.integer(ticket.field(0));
    KerberosName service = Names.read(ticket.field(1), ticket.field(2));
    EncryptedData encrypted = EncryptedData.read(ticket.field(3));
    ticket.end();

    EncryptedData authenticator = EncryptedData.read(in.field(4));
    in.end();
    return new ApRequest(
        ticketVersion == version ? version : -1, type, options, service, encrypted, authenticator);
  }

  boolean isKerberos5() {
    return version == 5;
  }

  boolean isRequest() {
    return type == TYPE;
  }
}
