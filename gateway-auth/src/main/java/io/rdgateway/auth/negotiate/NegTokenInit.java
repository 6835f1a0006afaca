/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NegTokenInit (RFC 4178, section 4.2.1): a client's mechanisms, the one that it prefers first.
 *
 * @param mechTypes the list as it was received, its tag included: what mechListMIC covers
 * @param mechanisms the same list, taken apart; never empty
 * @param mechToken meant for the first mechanism; null if the client sent none
 * @param mechListMic over {@code mechTypes}; null if the client sent none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record NegTokenInit(
    byte[] mechTypes,
    List<MechanismOid> mechanisms,
    byte @Nullable [] mechToken,
    byte @Nullable [] mechListMic) {

  /** Clients list up to five; a list is copied and searched, so it has to end somewhere. */
  private static final int MAX_MECHANISMS = 32;

  private static final int MECH_TYPES = 0;
  private static final int REQ_FLAGS = 1;
  private static final int MECH_TOKEN = 2;
  private static final int MECH_LIST_MIC = 3;

  /** Takes what is in the frame of SPNEGO. */
  static NegTokenInit parse(byte[] body) throws DerException {
    var whole = new DerReader(body);
    DerReader choice = whole.field(0);
    whole.end();
    DerReader token = choice.enter(Der.SEQUENCE);
    choice.end();

    DerReader types = token.field(MECH_TYPES);
    byte[] mechTypes = types.element(Der.SEQUENCE);
    types.end();
    List<MechanismOid> mechanisms = new ArrayList<>();
    DerReader list = new DerReader(mechTypes).enter(Der.SEQUENCE);
    while (!list.isEmpty()) {
      mechanisms.add(new MechanismOid(list.oid()));
    }
    if (mechanisms.isEmpty() || mechanisms.size() > MAX_MECHANISMS) {
      throw new DerException("the list of mechanisms is empty or too long");
    }
    DerReader flags = token.optionalField(REQ_FLAGS);
    if (flags != null) {
      flags.flags(); // advice that nobody follows, since nothing protects it
      flags.end();
    }
    byte[] mechToken = NegTokenResp.optionalOctets(token, MECH_TOKEN);
    byte[] mic = NegTokenResp.optionalOctets(token, MECH_LIST_MIC);
    token.end();
    return new NegTokenInit(mechTypes, List.copyOf(mechanisms), mechToken, mic);
  }

  /** The list of mechanisms as it travels. */
  static byte[] mechTypes(List<MechanismOid> mechanisms) {
    return Der.sequence(
        mechanisms.stream().map(oid -> Der.element(Der.OID, oid.content())).toArray(byte[][]::new));
  }

  /** The whole token, frame included. */
  byte[] toBytes() {
    return new GssToken(
            MechanismOid.SPNEGO,
            Der.field(
                0,
                Der.sequence(
                    Der.field(MECH_TYPES, mechTypes),
                    NegTokenResp.octets(MECH_TOKEN, mechToken),
                    NegTokenResp.octets(MECH_LIST_MIC, mechListMic))))
        .toBytes();
  }

  @Override
  public String toString() {
    return "NegTokenInit" + mechanisms;
  }
}
