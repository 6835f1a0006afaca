/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Mutations;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import io.rdgateway.auth.negotiate.GssToken;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Damages tokens that would sign their owner in. */
class NegotiateFuzzTargetTest {

  @Test
  void survives() throws Exception {
    byte[] bare = NegotiateFuzzTarget.KDC.token();
    byte[][] corpus = {
      bare,
      NegotiateFuzzTarget.init(NegotiateFuzzTarget.KDC.token(), true),
      NegotiateFuzzTarget.init(NegotiateFuzzTarget.KDC.token(), false),
      NegotiateFuzzTarget.response(NegotiateFuzzTarget.KDC.token())
    };
    for (byte[] vector : corpus) {
      for (int length = 0; length < vector.length; length++) {
        NegotiateFuzzTarget.fuzzerTestOneInput(Arrays.copyOf(vector, length));
      }
    }
    Mutations.survive(NegotiateFuzzTarget::fuzzerTestOneInput, corpus);
    for (byte[] vector : corpus) {
      NegotiateFuzzTarget.fuzzerTestOneInput(vector);
    }
    assertTrue(isWhole(bare));
  }

  private static boolean isWhole(byte[] token) throws DerException {
    byte[] body = GssToken.parse(token).body();
    return new DerReader(Arrays.copyOfRange(body, 2, body.length)).isNext(0x6E);
  }
}
