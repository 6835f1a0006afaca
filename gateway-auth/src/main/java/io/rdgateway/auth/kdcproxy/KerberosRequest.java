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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a KDC, as far as the proxy has to know. Nothing else passes: no AP-REQ on
 * its own, no answers.
 *
 * @param kind which message
 * @param realm whose KDC it is for
 * @param client cname, its parts joined by slashes; null where the message does not show it
 */
record KerberosRequest(Kind kind, String realm, @Nullable String client) {
  private static final int AS_REQ = 10;
  private static final int TGS_REQ = 12;
  private static final int AP_REQ = 14;
  private static final int KRB_PRIV = 21;
  private static final int TICKET = 1;
  private static final int VERSION = 5;
  private static final int PASSWORD_HEADER = 6;
  private static final int MAX_NAME_PARTS = 16;

  /** The versions of RFC 3244 and of the older protocol of MIT. */
  private static final List<Integer> PASSWORD_VERSIONS = List.of(0xFF80, 1);

  /** What a client may ask. */
  enum Kind {
    AS_REQ,
    TGS_REQ,
    /** A change of the password (RFC 3244). */
    PASSWORD_CHANGE
  }

  static KerberosRequest parse(byte[] message) throws DerException {
    var in = new DerReader(message);
    if (in.isNext(Der.application(AS_REQ))) {
      return kdcRequest(in, AS_REQ, Kind.AS_REQ);
    }
    if (in.isNext(Der.application(TGS_REQ))) {
      return kdcRequest(in, TGS_REQ, Kind.TGS_REQ);
    }
    return passwordChange(message);
  }

  /** KDC-REQ (RFC 4120, section 5.4.1). */
  private static KerberosRequest kdcRequest(DerReader in, int type, Kind kind) throws DerException {
    DerReader outer = in.enter(Der.application(type));
    in.end();
    DerReader fields = outer.enter(Der.SEQUENCE);
    outer.end();
    unless(number(fields.field(1)) == VERSION, "the version is not Kerberos 5");
    unless(number(fields.field(2)) == type, "the type of the message is wrong");
    fields.optionalField(3);
    DerReader wrapped = fields.field(4);
    fields.end();
    DerReader body = wrapped.enter(Der.SEQUENCE);
    wrapped.end();
    body.field(0);
    String client = body.isNext(Der.context(1)) ? name(body.field(1)) : null;
    return new KerberosRequest(kind, text(body.field(2)), client);
  }

  /** PrincipalName (RFC 4120, section 5.2.2). */
  private static String name(DerReader in) throws DerException {
    DerReader fields = in.enter(Der.SEQUENCE);
    in.end();
    number(fields.field(0));
    DerReader wrapped = fields.field(1);
    fields.end();
    DerReader strings = wrapped.enter(Der.SEQUENCE);
    wrapped.end();
    List<String> parts = new ArrayList<>();
    while (!strings.isEmpty()) {
      unless(parts.size() < MAX_NAME_PARTS, "a name has too many parts");
      parts.add(strings.text());
    }
    return String.join("/", parts);
  }

  /** RFC 3244, section 2: a header, an AP-REQ for kadmin/changepw, a KRB-PRIV. */
  private static KerberosRequest passwordChange(byte[] message) throws DerException {
    unless(
        message.length > PASSWORD_HEADER && message.length <= 0xFFFF,
        "neither an AS-REQ nor a TGS-REQ nor a change of a password");
    ByteBuffer header = ByteBuffer.wrap(message);
    int total = header.getShort() & 0xFFFF;
    int version = header.getShort() & 0xFFFF;
    int length = header.getShort() & 0xFFFF;
    unless(
        total == message.length
            && PASSWORD_VERSIONS.contains(version)
            && length < message.length - PASSWORD_HEADER,
        "neither an AS-REQ nor a TGS-REQ nor a change of a password");
    int middle = PASSWORD_HEADER + length;
    var secret = new DerReader(Arrays.copyOfRange(message, middle, message.length));
    secret.enter(Der.application(KRB_PRIV));
    secret.end();

    var in = new DerReader(Arrays.copyOfRange(message, PASSWORD_HEADER, middle));
    DerReader outer = in.enter(Der.application(AP_REQ));
    in.end();
    DerReader fields = outer.enter(Der.SEQUENCE);
    outer.end();
    unless(number(fields.field(0)) == VERSION, "the version is not Kerberos 5");
    unless(number(fields.field(1)) == AP_REQ, "the type of the message is wrong");
    fields.field(2);
    DerReader wrapped = fields.field(3);
    fields.field(4);
    fields.end();
    DerReader tagged = wrapped.enter(Der.application(TICKET));
    wrapped.end();
    DerReader ticket = tagged.enter(Der.SEQUENCE);
    tagged.end();
    unless(number(ticket.field(0)) == VERSION, "the ticket is not Kerberos 5's");
    String realm = text(ticket.field(1));
    unless(
        name(ticket.field(2)).equals("kadmin/changepw"),
        "the ticket is not for a change of the password");
    return new KerberosRequest(Kind.PASSWORD_CHANGE, realm, null);
  }
}
