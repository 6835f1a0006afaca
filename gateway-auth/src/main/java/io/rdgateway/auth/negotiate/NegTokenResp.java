/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import org.jspecify.annotations.Nullable;

/**
 * NegTokenResp (RFC 4178, section 4.2.2): every token of SPNEGO but the first one. Nothing is in it
 * that need not be.
 *
 * @param state how far the negotiation has come
 * @param mechanism the one that was chosen
 * @param responseToken of the mechanism
 * @param mechListMic over the client's list of mechanisms
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record NegTokenResp(
    @Nullable State state,
    @Nullable MechanismOid mechanism,
    byte @Nullable [] responseToken,
    byte @Nullable [] mechListMic) {

  /** NegState. */
  enum State {
    ACCEPT_COMPLETED(0),
    ACCEPT_INCOMPLETE(1),
    REJECT(2),
    REQUEST_MIC(3);

    private final int number;

    State(int number) {
      this.number = number;
    }

    static State of(long number) throws DerException {
      for (State state : values()) {
        if (state.number == number) {
          return state;
        }
      }
      throw new DerException("the state of the negotiation is unknown");
    }
  }

  private static final int TAG = Der.context(1);
  private static final int NEG_STATE = 0;
  private static final int SUPPORTED_MECH = 1;
  private static final int RESPONSE_TOKEN = 2;
  private static final int MECH_LIST_MIC = 3;
  private static final byte[] ABSENT = {};

  /** Whether the bytes claim to be such a token. */
  static boolean isOne(byte[] token) {
    return new DerReader(token).isNext(TAG);
  }

  static NegTokenResp parse(byte[] bytes) throws DerException {
    var whole = new DerReader(bytes);
    DerReader choice = whole.enter(TAG);
    whole.end();
    DerReader token = choice.enter(Der.SEQUENCE);
    choice.end();

    State state = null;
    DerReader stateField = token.optionalField(NEG_STATE);
    if (stateField != null) {
      state = State.of(stateField.enumerated());
      stateField.end();
    }
    MechanismOid mechanism = null;
    DerReader mechField = token.optionalField(SUPPORTED_MECH);
    if (mechField != null) {
      mechanism = new MechanismOid(mechField.oid());
      mechField.end();
    }
    byte[] responseToken = optionalOctets(token, RESPONSE_TOKEN);
    byte[] mic = optionalOctets(token, MECH_LIST_MIC);
    token.end();
    return new NegTokenResp(state, mechanism, responseToken, mic);
  }

  static byte @Nullable [] optionalOctets(DerReader token, int number) throws DerException {
    DerReader field = token.optionalField(number);
    if (field == null) {
      return null;
    }
    byte[] octets = field.octets();
    field.end();
    return octets;
  }

  static byte[] octets(int number, byte @Nullable [] content) {
    return content == null ? ABSENT : Der.field(number, Der.element(Der.OCTET_STRING, content));
  }

  byte[] toBytes() {
    return Der.element(
        TAG,
        Der.sequence(
            state == null ? ABSENT : Der.field(NEG_STATE, Der.enumerated(state.number)),
            mechanism == null
                ? ABSENT
                : Der.field(SUPPORTED_MECH, Der.element(Der.OID, mechanism.content())),
            octets(RESPONSE_TOKEN, responseToken),
            octets(MECH_LIST_MIC, mechListMic)));
  }

  @Override
  public String toString() {
    return "NegTokenResp[" + state + ", " + mechanism + "]";
  }
}
