/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.Require.number;
import static io.rdgateway.auth.kdcproxy.Require.unless;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import java.nio.ByteBuffer;

/**
 * What a KDC has answered, as far as the proxy has to know.
 *
 * @param error error-code of a KRB-ERROR (RFC 4120, section 7.5.9); 0 for another answer
 */
record KerberosReply(long error) {
  /** KDC_ERR_PREAUTH_FAILED: what a wrong password looks like. */
  static final int PREAUTH_FAILED = 24;

  /** KRB_AP_ERR_BAD_INTEGRITY: what it looks like with some kinds of preauthentication. */
  static final int BAD_INTEGRITY = 31;

  /** KDC_ERR_SVC_UNAVAILABLE: another KDC may do better. */
  static final int UNAVAILABLE = 29;

  private static final int AS_REP = 11;
  private static final int TGS_REP = 13;
  private static final int KRB_ERROR = 30;
  private static final int PASSWORD_HEADER = 6;

  /** Reads an answer to this kind of request; anything else is refused. */
  static KerberosReply parse(byte[] message, KerberosRequest.Kind kind) throws DerException {
    var in = new DerReader(message);
    if (in.isNext(Der.application(KRB_ERROR))) {
      DerReader outer = in.enter(Der.application(KRB_ERROR));
      in.end();
      return error(outer);
    }
    if (kind == KerberosRequest.Kind.PASSWORD_CHANGE) {
      unless(
          message.length > PASSWORD_HEADER
              && (ByteBuffer.wrap(message).getShort() & 0xFFFF) == message.length,
          "the answer is not one to a change of a password");
    } else {
      in.enter(Der.application(kind == KerberosRequest.Kind.AS_REQ ? AS_REP : TGS_REP));
      in.end();
    }
    return new KerberosReply(0);
  }

  private static KerberosReply error(DerReader outer) throws DerException {
    DerReader fields = outer.enter(Der.SEQUENCE);
    outer.end();
    fields.field(0);
    fields.field(1);
    fields.optionalField(2);
    fields.optionalField(3);
    fields.field(4);
    fields.field(5);
    return new KerberosReply(number(fields.field(6)));
  }

  boolean isWrongPassword() {
    return error == PREAUTH_FAILED || error == BAD_INTEGRITY;
  }
}
