/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.RefusedMessageException.unless;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  static KerberosRequest parse(byte[] message) throws RefusedMessageException {
    var in = new Der(message);
    if (in.isNext(Der.application(AS_REQ))) {
      return kdcRequest(in, AS_REQ, Kind.AS_REQ);
    }
    if (in.isNext(Der.application(TGS_REQ))) {
      return kdcRequest(in, TGS_REQ, Kind.TGS_REQ);
    }
    return passwordChange(message);
  }

  /** KDC-REQ (RFC 4120, section 5.4.1). */
  private static KerberosRequest kdcRequest(Der in, int type, Kind kind)
      throws RefusedMessageException {
    Der outer = in.open(Der.application(type));
    in.end();
    Der fields = outer.open(Der.SEQUENCE);
    outer.end();
    unless(fields.open(Der.context(1)).onlyInteger() == VERSION, "the version is not Kerberos 5");
    unless(fields.open(Der.context(2)).onlyInteger() == type, "the type of the message is wrong");
    fields.skipIf(Der.context(3));
    Der wrapped = fields.open(Der.context(4));
    fields.end();
    Der body = wrapped.open(Der.SEQUENCE);
    wrapped.end();
    body.open(Der.context(0));
    String client = body.isNext(Der.context(1)) ? name(body.open(Der.context(1))) : null;
    return new KerberosRequest(kind, body.open(Der.context(2)).onlyString(), client);
  }

  /** PrincipalName (RFC 4120, section 5.2.2). */
  private static String name(Der in) throws RefusedMessageException {
    Der fields = in.open(Der.SEQUENCE);
    in.end();
    fields.open(Der.context(0)).onlyInteger();
    Der wrapped = fields.open(Der.context(1));
    fields.end();
    Der strings = wrapped.open(Der.SEQUENCE);
    wrapped.end();
    List<String> parts = new ArrayList<>();
    while (strings.hasMore()) {
      unless(parts.size() < MAX_NAME_PARTS, "a name has too many parts");
      parts.add(new String(strings.open(Der.GENERAL_STRING).rest(), StandardCharsets.UTF_8));
    }
    return String.join("/", parts);
  }

  /** RFC 3244, section 2: a header, an AP-REQ for kadmin/changepw, a KRB-PRIV. */
  private static KerberosRequest passwordChange(byte[] message) throws RefusedMessageException {
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
    var secret = new Der(Arrays.copyOfRange(message, middle, message.length));
    secret.open(Der.application(KRB_PRIV));
    secret.end();

    var in = new Der(Arrays.copyOfRange(message, PASSWORD_HEADER, middle));
    Der outer = in.open(Der.application(AP_REQ));
    in.end();
    Der fields = outer.open(Der.SEQUENCE);
    outer.end();
    unless(fields.open(Der.context(0)).onlyInteger() == VERSION, "the version is not Kerberos 5");
    unless(fields.open(Der.context(1)).onlyInteger() == AP_REQ, "the type of the message is wrong");
    fields.open(Der.context(2));
    Der wrapped = fields.open(Der.context(3));
    fields.open(Der.context(4));
    fields.end();
    Der tagged = wrapped.open(Der.application(TICKET));
    wrapped.end();
    Der ticket = tagged.open(Der.SEQUENCE);
    tagged.end();
    unless(ticket.open(Der.context(0)).onlyInteger() == VERSION, "the ticket is not Kerberos 5's");
    String realm = ticket.open(Der.context(1)).onlyString();
    unless(
        name(ticket.open(Der.context(2))).equals("kadmin/changepw"),
        "the ticket is not for a change of the password");
    return new KerberosRequest(Kind.PASSWORD_CHANGE, realm, null);
  }
}
