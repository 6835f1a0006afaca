/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;

/**
 * The frame around the first token of a mechanism (RFC 2743, section 3.1), and around every token
 * of Kerberos.
 *
 * @param mechanism whose token it is
 * @param body what the mechanism makes of it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
public record GssToken(MechanismOid mechanism, byte[] body) {
  private static final int TAG = Der.application(0);

  /**
   * Whether the bytes claim to be such a frame.
   *
   * @param token any bytes
   * @return true if the first byte is that of a frame
   */
  public static boolean isFramed(byte[] token) {
    return new DerReader(token).isNext(TAG);
  }

  /**
   * Takes the frame off.
   *
   * @param token the whole token
   * @return what was in it
   * @throws DerException if it is no frame, or more follows
   */
  public static GssToken parse(byte[] token) throws DerException {
    var in = new DerReader(token);
    DerReader frame = in.enter(TAG);
    in.end();
    return new GssToken(new MechanismOid(frame.oid()), frame.rest());
  }

  /**
   * Puts the frame on.
   *
   * @return the whole token
   */
  public byte[] toBytes() {
    return Der.element(TAG, Der.element(Der.OID, mechanism.content()), body);
  }

  @Override
  public String toString() {
    return "GssToken[" + mechanism + ", " + body.length + " bytes]";
  }
}
