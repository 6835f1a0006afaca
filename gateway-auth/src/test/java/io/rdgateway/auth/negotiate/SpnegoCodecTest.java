/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.auth.FuzzCorpus;
import io.rdgateway.auth.der.DerException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens of SPNEGO as bytes. */
class SpnegoCodecTest {
  /** What FreeRDP 3.30 sends as its list, and the answer that it is known to take. */
  private static final String FREERDP_MECH_TYPES =
      "3017060a2a864886f7120102020306092a864886f712010202";

  private static final String REQUEST_MIC = "a1143012a0030a0103a10b06092a864886f712010202";

  @Test
  void listOfMechanisms() {
    assertArrayEquals(
        hex(FREERDP_MECH_TYPES),
        NegTokenInit.mechTypes(List.of(MechanismOid.USER_TO_USER, MechanismOid.KERBEROS)));
    assertEquals(
        "300c060a2b06010401823702020a",
        HexFormat.of().formatHex(NegTokenInit.mechTypes(List.of(MechanismOid.NTLM))));
  }

  @Test
  void firstTokenOfFreeRdp() throws DerException {
    byte[] bytes = SpnegoTokens.FREERDP_INIT;
    assertEquals(103, bytes.length);
    GssToken frame = GssToken.parse(bytes);
    assertEquals(MechanismOid.SPNEGO, frame.mechanism());
    var init = NegTokenInit.parse(frame.body());
    assertEquals(List.of(MechanismOid.USER_TO_USER, MechanismOid.KERBEROS), init.mechanisms());
    assertArrayEquals(hex(FREERDP_MECH_TYPES), init.mechTypes());
    byte[] token = init.mechToken();
    assertEquals(58, token == null ? 0 : token.length);
    assertNull(init.mechListMic());
    assertArrayEquals(bytes, init.toBytes());
  }

  @Test
  void answerOfTheGateway() throws DerException {
    var answer =
        new NegTokenResp(NegTokenResp.State.REQUEST_MIC, MechanismOid.KERBEROS, null, null);
    assertEquals(REQUEST_MIC, HexFormat.of().formatHex(answer.toBytes()));
    assertEquals(answer, NegTokenResp.parse(hex(REQUEST_MIC)));
  }

  @Test
  void everythingOptionalIsOptional() throws DerException {
    var nothing = NegTokenResp.parse(hex("a1023000"));
    assertEquals(new NegTokenResp(null, null, null, null), nothing);
    var mic = NegTokenResp.parse(hex("a10c300aa0030a0100a303040107"));
    assertEquals(NegTokenResp.State.ACCEPT_COMPLETED, mic.state());
    assertArrayEquals(new byte[] {7}, mic.mechListMic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a1",
        "a10230",
        "a102300000",
        "a1033000a0",
        "a1073005a0030a0104", // no such state
        "a1073005a0030a01ff",
        "a1073005a003020100", // an INTEGER
        "a1073005a4030a0100", // no such field
        "a10c300aa303040107a0030a0100", // in the wrong order
        "a10e300ca0030a0100a0030a0100",
        "a1083006a0040a010000",
        "a1073005a203040207"
      })
  void answersThatAreRefused(String bytes) {
    assertThrows(DerException.class, () -> NegTokenResp.parse(hex(bytes)));
  }

  @Test
  void listsThatAreRefused() throws DerException {
    byte[] none = init(List.of());
    assertThrows(DerException.class, () -> NegTokenInit.parse(none));
    var many = IntStream.range(0, 33).mapToObj(i -> MechanismOid.NTLM).toList();
    byte[] tooMany = init(many);
    assertThrows(DerException.class, () -> NegTokenInit.parse(tooMany));
    assertEquals(32, NegTokenInit.parse(init(many.subList(1, 33))).mechanisms().size());
  }

  private static byte[] init(List<MechanismOid> mechanisms) throws DerException {
    return GssToken.parse(
            new NegTokenInit(NegTokenInit.mechTypes(mechanisms), mechanisms, null, null).toBytes())
        .body();
  }

  @Test
  void flagsAreReadAndForgotten() throws DerException {
    byte[] list = NegTokenInit.mechTypes(List.of(MechanismOid.NTLM));
    byte[] flagged = hex("a0183016a00e" + HexFormat.of().formatHex(list) + "a10403020640");
    assertEquals(List.of(MechanismOid.NTLM), NegTokenInit.parse(flagged).mechanisms());
  }

  @Test
  void survivesDamage() throws Exception {
    FuzzCorpus.replay(SpnegoCodecFuzzTarget::fuzzerTestOneInput, SpnegoCodecFuzzTarget.corpus());
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
