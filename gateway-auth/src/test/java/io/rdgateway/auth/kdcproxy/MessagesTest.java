/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import static io.rdgateway.auth.kdcproxy.Recorded.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Mutations;
import io.rdgateway.auth.der.DerException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of MS-KKDCP and what is in them. */
class MessagesTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** The form of MS-KKDCP 2.2.2, written by hand. */
  @Test
  void readsTheEnvelope() throws Exception {
    KdcProxyMessage message =
        KdcProxyMessage.parse(
            hex("3019a009040700000003" + "6a0102" + "a1041b024142" + "a206020440000000"));
    assertArrayEquals(hex("6a0102"), message.message());
    assertEquals("AB", message.targetDomain());
    message = KdcProxyMessage.parse(hex("300ba009040700000003" + "6a0102"));
    assertEquals(null, message.targetDomain());
    assertArrayEquals(hex("300ba009040700000003" + "6a0102"), message.toBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "3000",
        "3080a0090407000000036a01020000", // indefinite
        "30810ba0090407000000036a0102", // a length that is not the shortest
        "3082000ba0090407000000036a0102",
        "30840000000ba0090407000000036a0102",
        "310ba0090407000000036a0102", // a set
        "300ba0090407000000046a0102", // the inner length
        "300ba0090407000000026a0102",
        "300ba009040700000003ffffff00", // bytes behind the end
        "300ca0090407000000036a010200",
        "300ca0090407000000036a0102",
        "3008a006040400000000", // nothing in it
        "3007a0050403000000", // half a length
        "3011a1041b024142a0090407000000036a0102", // order
        "3011a0090407000000036a0102a10416024142", // another string type
        "3011a0090407000000036a0102a30402024142", // another field
      })
  void refusesOtherEnvelopes(String text) {
    assertThrows(DerException.class, () -> KdcProxyMessage.parse(hex(text)));
  }

  @Test
  void longLengthsAreWrittenInTheirShortestForm() throws Exception {
    for (int length : new int[] {1, 100, 127, 128, 200, 255, 256, 5000, 65_535, 65_536, 130_000}) {
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) 0x5A);
      assertArrayEquals(message, KdcProxyMessage.parse(body(message, "R")).message());
    }
  }

  @Test
  void readsRequestsOfMit() throws Exception {
    assertEquals(
        new KerberosRequest(KerberosRequest.Kind.AS_REQ, Recorded.REALM, "alice"),
        KerberosRequest.parse(Recorded.AS_REQ));
    assertEquals(
        new KerberosRequest(KerberosRequest.Kind.AS_REQ, Recorded.REALM, "alice"),
        KerberosRequest.parse(Recorded.AS_REQ_WITH_PASSWORD));
    assertEquals(KerberosRequest.Kind.AS_REQ, KerberosRequest.parse(Recorded.AS_REQ_FAST).kind());
    assertEquals(
        new KerberosRequest(KerberosRequest.Kind.TGS_REQ, Recorded.REALM, null),
        KerberosRequest.parse(Recorded.TGS_REQ));
    assertEquals(
        new KerberosRequest(KerberosRequest.Kind.PASSWORD_CHANGE, Recorded.REALM, null),
        KerberosRequest.parse(Recorded.PASSWORD_REQUEST));
  }

  @Test
  void readsAnswersOfMit() throws Exception {
    assertEquals(
        25, KerberosReply.parse(Recorded.PREAUTH_REQUIRED, KerberosRequest.Kind.AS_REQ).error());
    assertFalse(
        KerberosReply.parse(Recorded.PREAUTH_REQUIRED, KerberosRequest.Kind.AS_REQ)
            .isWrongPassword());
    assertTrue(
        KerberosReply.parse(Recorded.WRONG_PASSWORD, KerberosRequest.Kind.AS_REQ)
            .isWrongPassword());
    assertEquals(0, KerberosReply.parse(Recorded.AS_REP, KerberosRequest.Kind.AS_REQ).error());
    assertEquals(0, KerberosReply.parse(Recorded.TGS_REP, KerberosRequest.Kind.TGS_REQ).error());
    assertEquals(
        0,
        KerberosReply.parse(Recorded.PASSWORD_REPLY, KerberosRequest.Kind.PASSWORD_CHANGE).error());
  }

  @Test
  void refusesAnswersToOtherQuestions() {
    assertThrows(
        DerException.class,
        () -> KerberosReply.parse(Recorded.TGS_REP, KerberosRequest.Kind.AS_REQ));
    assertThrows(
        DerException.class,
        () -> KerberosReply.parse(Recorded.AS_REP, KerberosRequest.Kind.PASSWORD_CHANGE));
    assertThrows(
        DerException.class,
        () ->
            KerberosReply.parse(
                "HTTP/1.1 200 OK".getBytes(StandardCharsets.US_ASCII),
                KerberosRequest.Kind.AS_REQ));
  }

  @Test
  void onlyRequestsPass() {
    byte[] apReq =
        Arrays.copyOfRange(
            Recorded.PASSWORD_REQUEST,
            6,
            6 + (ByteBuffer.wrap(Recorded.PASSWORD_REQUEST).getShort(4) & 0xFFFF));
    assertEquals(0x6E, apReq[0]);
    for (byte[] other :
        new byte[][] {
          apReq,
          Recorded.AS_REP,
          Recorded.TGS_REP,
          Recorded.WRONG_PASSWORD,
          Recorded.PASSWORD_REPLY,
          {0x6A, 0},
          {0x6C, 0},
          {},
          "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
        }) {
      assertThrows(DerException.class, () -> KerberosRequest.parse(other));
    }
  }

  @Test
  void aTicketForAnotherServiceChangesNoPassword() {
    byte[] other = Recorded.PASSWORD_REQUEST.clone();
    String text = new String(other, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("changepw");
    assertTrue(at > 0);
    other[at] = 'C';
    assertThrows(DerException.class, () -> KerberosRequest.parse(other));
  }

  @Test
  void survivesEveryTruncationAndManyMutations() {
    byte[][] bodies = {
      body(Recorded.AS_REQ, Recorded.REALM),
      body(Recorded.AS_REQ_WITH_PASSWORD, Recorded.REALM),
      body(Recorded.TGS_REQ, Recorded.REALM),
      body(Recorded.PASSWORD_REQUEST, Recorded.REALM),
      body(Recorded.AS_REQ_FAST, Recorded.REALM)
    };
    for (byte[] whole : bodies) {
      for (int length = 0; length <= whole.length; length++) {
        KdcProxyFuzzTarget.fuzzerTestOneInput(Arrays.copyOf(whole, length));
      }
    }
    Mutations.survive(KdcProxyFuzzTarget::fuzzerTestOneInput, bodies);
  }

  @Test
  void survivesMutatedAnswers() {
    Mutations.survive(
        KerberosReplyFuzzTarget::fuzzerTestOneInput,
        Recorded.WRONG_PASSWORD,
        Recorded.PREAUTH_REQUIRED,
        Recorded.AS_REP,
        Recorded.PASSWORD_REPLY);
  }
}
