/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.auth.Mutations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Replays requests, their parts and a keytab, every truncation of them and many mutations. */
class KerberosFuzzTargetTest {

  @Test
  void survives() throws Exception {
    ApRequest request = ApRequest.parse(KerberosVectors.AP_REQUEST);
    byte[] ticket =
        EncryptionType.AES256_SHA1.decrypt(
            KerberosVectors.SERVICE_KEY, 2, request.ticket().cipher());
    byte[] authorization = TicketPart.parse(ticket).authorizationData();
    byte[] keytab = TestKdc.keytab(KerberosVectors.serviceKey(), new TestKdc().entry());
    assertEquals(2, Keytab.parse(keytab).entries().size());
    byte[][] corpus = {
      KerberosVectors.AP_REQUEST,
      ticket,
      KerberosVectors.AUTHENTICATOR,
      authorization == null ? new byte[0] : authorization,
      keytab
    };
    for (byte[] vector : corpus) {
      for (int length = 0; length <= vector.length; length++) {
        byte[] cut = Arrays.copyOf(vector, length);
        assertDoesNotThrow(() -> KerberosFuzzTarget.fuzzerTestOneInput(cut));
      }
    }
    Mutations.survive(KerberosFuzzTarget::fuzzerTestOneInput, corpus);
  }
}
