/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.auth.Mutations;
import io.rdgateway.auth.der.DerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The request of a real client, read by this package alone, since the JDK looks at today's date.
 */
class VectorRequestTest {
  private static final ApRequestVerifier VERIFIER = new ApRequestVerifier(Duration.ofMinutes(5));

  private final Keytab keytab = Keytab.parse(TestKdc.keytab(KerberosVectors.serviceKey()));

  private VerifiedRequest verify(byte[] bytes, Instant now) throws Exception {
    return VERIFIER.verify(ApRequest.parse(bytes), keytab, now);
  }

  @Test
  void saysWhoTheClientIs() throws Exception {
    ApRequest request = ApRequest.parse(KerberosVectors.AP_REQUEST);
    assertEquals(KerberosVectors.SERVICE, request.service());
    assertEquals(2L, request.ticket().kvno());
    assertEquals(0x2000_0000, request.options());

    VerifiedRequest verified = verify(KerberosVectors.AP_REQUEST, KerberosVectors.TIME);
    assertEquals(KerberosVectors.ALICE, verified.ticket().client());
    assertEquals("alice@EXAMPLE.TEST", verified.ticket().client().toString());
    assertEquals(KerberosVectors.TIME.plusNanos(0x0b4044 * 1000L), verified.authenticator().time());
    assertArrayEquals(new byte[16], verified.binding());
    assertFalse(verified.ticket().toString().contains("c5, c4"));
  }

  @Test
  void anotherTimeIsRefusedWithTheDifference() {
    for (int minutes : new int[] {-6, 6}) {
      var refused =
          assertThrows(
              KerberosException.class,
              () ->
                  verify(
                      KerberosVectors.AP_REQUEST,
                      KerberosVectors.TIME.plus(Duration.ofMinutes(minutes))));
      assertEquals(KrbErrorCode.CLOCK_SKEW, refused.code());
      String text = refused.reason().explanation();
      assertEquals(
          minutes < 0,
          text.startsWith("the client's clock is 6 min 0 s ahead of the gateway's"),
          text);
    }
  }

  @Test
  void nothingThatDiffersIsAccepted() throws Exception {
    Mutations.survive(
        damaged -> {
          try {
            verify(damaged, KerberosVectors.TIME);
          } catch (DerException | KerberosException e) {
            return;
          }
          // Outside what is encrypted: the type of the service's name, and options without meaning.
          ApRequest read = ApRequest.parse(damaged);
          ApRequest original = ApRequest.parse(KerberosVectors.AP_REQUEST);
          assertArrayEquals(original.ticket().cipher(), read.ticket().cipher());
          assertArrayEquals(original.authenticator().cipher(), read.authenticator().cipher());
        },
        KerberosVectors.AP_REQUEST);
    for (int length = 0; length < KerberosVectors.AP_REQUEST.length; length++) {
      byte[] cut = Arrays.copyOf(KerberosVectors.AP_REQUEST, length);
      assertThrows(DerException.class, () -> ApRequest.parse(cut));
    }
  }
}
