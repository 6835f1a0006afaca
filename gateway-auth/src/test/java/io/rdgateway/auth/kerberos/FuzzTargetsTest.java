/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.auth.FuzzCorpus;
import org.junit.jupiter.api.Test;

/** Replays what the fuzz targets start from. */
class FuzzTargetsTest {

  @Test
  void messages() throws Exception {
    byte[][] corpus = KerberosFuzzTarget.corpus();
    ApRequest.parse(corpus[0]);
    TicketPart.parse(corpus[1]);
    AuthenticatorPart.parse(corpus[2]);
    assertEquals(2, Keytab.parse(corpus[4]).entries().size());
    FuzzCorpus.replay(KerberosFuzzTarget::fuzzerTestOneInput, corpus);
  }

  @Test
  void certificates() throws Exception {
    FuzzCorpus.replay(PacFuzzTarget::fuzzerTestOneInput, PacFuzzTarget.corpus());
  }

  /** Tokens that would sign their owner in. */
  @Test
  void negotiations() throws Exception {
    FuzzCorpus.replay(NegotiateFuzzTarget::fuzzerTestOneInput, NegotiateFuzzTarget.corpus());
  }
}
