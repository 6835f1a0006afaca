/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {
  private static final List<AuthScheme> ALL =
      List.of(
          AuthScheme.NEGOTIATE,
          AuthScheme.NTLM,
          AuthScheme.BASIC,
          AuthScheme.BEARER,
          AuthScheme.CERTIFICATE,
          AuthScheme.PAA,
          AuthScheme.SSPI_NTLM,
          AuthScheme.of("X-Custom"));
  private static final Authorization NONE = new Authorization.None();

  private static Authorization of(List<AuthScheme> offered, String query, String... fields)
      throws BadRequestException {
    String[] all = new String[fields.length + 1];
    System.arraycopy(fields, 0, all, 0, fields.length);
    all[fields.length] = "rdg-connection-id: 1";
    return Authorization.of(
        GatewayRequest.of(GatewayRequestTest.head(query, all), GatewayRequest.Method.RDG_OUT_DATA),
        offered);
  }

  private static Authorization header(String value) throws BadRequestException {
    return of(ALL, "", "authorization: " + value);
  }

  private static Authorization token(AuthScheme scheme, int... bytes) {
    byte[] token = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      token[i] = (byte) bytes[i];
    }
    return new Authorization.Now(new Credential.SecurityToken(scheme, token));
  }

  private static String basic(byte[] credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private static String basic(String credentials) {
    return basic(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nothingIsNothing() throws Exception {
    assertEquals(NONE, of(ALL, ""));
  }

  @Test
  void decodesTokens() throws Exception {
    assertEquals(token(AuthScheme.NTLM, 1, 2, 3), header("NTLM AQID"));
    assertEquals(token(AuthScheme.NTLM, 1, 2, 3), header("ntlm   AQID  "));
    assertEquals(token(AuthScheme.NEGOTIATE, 0xFB, 0xFF), header("Negotiate +/8="));
    assertEquals(token(AuthScheme.NTLM, 1, 2), header("NTLM AQI")); // the pad may be missing
    assertEquals(token(AuthScheme.of("x-custom"), 1), header("X-CUSTOM AQ=="));
  }

  @Test
  void takesABearerTokenAsItIs() throws Exception {
    assertEquals(
        new Authorization.Now(new Credential.AccessToken(AuthScheme.BEARER, "a.b-c_d~+/=")),
        header("Bearer a.b-c_d~+/="));
  }

  @ParameterizedTest
  @CsvSource({
    "alice:secret, alice, secret",
    "DOMAIN\\alice:secret, DOMAIN\\alice, secret",
    "alice@example.com:pass:word, alice@example.com, pass:word",
    "alice:, alice, ''",
    ":secret, '', secret",
    ":, '', ''",
    "älice:pässwörd€😀, älice, pässwörd€😀"
  })
  void splitsBasicAtTheFirstColon(String credentials, String name, String password)
      throws Exception {
    assertEquals(
        new Authorization.Now(new Credential.Password(AuthScheme.BASIC, name, password)),
        header(basic(credentials)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "", "al\0ice:x", "alice:x\n", "alice:\u0085", "alice:\u007f"})
  void refusesBasicWithoutAColonOrWithControls(String credentials) {
    String value = credentials.isEmpty() ? "Basic ====" : basic(credentials);
    assertThrows(BadRequestException.class, () -> header(value));
  }

  @Test
  void refusesBasicThatIsNotUtf8() {
    for (byte[] bytes :
        List.of(
            new byte[] {'a', ':', (byte) 0xE4},
            new byte[] {(byte) 0xC0, (byte) 0x80, ':'}, // a NUL in too many bytes
            new byte[] {'a', ':', (byte) 0xED, (byte) 0xA0, (byte) 0x80})) { // a surrogate
      assertThrows(BadRequestException.class, () -> header(basic(bytes)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTLM !", "NTLM AQID AQID", "NTLM AQ=D", "NTLM -_8=", "Negotiate A"})
  void refusesTokensThatAreNotBase64(String value) {
    assertThrows(BadRequestException.class, () -> header(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(x) y", "\"NTLM\" AQID", "NTLM\tAQID", "Größe x", "a=b"})
  void refusesWhatDoesNotStartWithAScheme(String value) {
    assertThrows(BadRequestException.class, () -> header(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTLM", "NTLM ", "Basic", "Bearer", "Negotiate  ", "X-Custom"})
  void aSchemeWithoutAParameterIsNothing(String value) throws Exception {
    assertEquals(NONE, header(value));
  }

  @Test
  void aSchemeThatIsNotOfferedIsNothing() throws Exception {
    List<AuthScheme> ntlm = List.of(AuthScheme.NTLM);
    for (String value :
        List.of("Negotiate AQID", basic("a:b"), "Bearer x", "Digest a=b", "PAA", "SSPI_NTLM")) {
      assertEquals(NONE, of(ntlm, "", "authorization: " + value));
    }
    assertEquals(NONE, of(ntlm, "auths=PAA"));
    assertEquals(NONE, of(ntlm, "", "rdg-auth-scheme: SSPI_NTLM"));
    // Not even broken tokens of such schemes are looked at.
    assertEquals(NONE, of(ntlm, "", "authorization: Basic !!!"));
  }

  @Test
  void aCertificateIsNeverPresentedInAField() throws Exception {
    assertEquals(NONE, header("Certificate AQID"));
  }

  @Test
  void aCustomSchemeIsNamedInAnyOfThreePlaces() throws Exception {
    Authorization paa = new Authorization.Later(AuthScheme.PAA);
    assertEquals(paa, header("PAA"));
    assertEquals(paa, header("paa"));
    assertEquals(paa, header("PAA whatever"));
    assertEquals(paa, of(ALL, "", "rdg-auth-scheme: PAA"));
    assertEquals(paa, of(ALL, "AuthS=PAA"));
    assertEquals(paa, of(ALL, "AuthS=SSPI_NTLM", "rdg-auth-scheme: PAA"));
    Authorization ntlm = new Authorization.Later(AuthScheme.SSPI_NTLM);
    assertEquals(ntlm, header("SSPI_NTLM"));
    assertEquals(ntlm, of(ALL, "AuthS=sspi_ntlm"));
  }

  @Test
  void anAuthorizationWinsOverANamedScheme() throws Exception {
    assertEquals(
        token(AuthScheme.NTLM, 1),
        of(ALL, "auths=PAA", "authorization: NTLM AQ==", "rdg-auth-scheme: PAA"));
  }

  /** The other places name custom schemes only: they hold no credentials. */
  @ParameterizedTest
  @ValueSource(strings = {"NTLM", "Basic", "SMARTCARD", "", "no scheme", "Certificate"})
  void theOtherPlacesNameCustomSchemesOnly(String word) throws Exception {
    assertEquals(NONE, of(ALL, "", "rdg-auth-scheme: " + word));
  }

  @Test
  void noTextHoldsASecret() throws Exception {
    for (Authorization authorization :
        List.of(
            header(basic("alice:hunter2")), header("Bearer hunter2"), header("NTLM hunter2="))) {
      assertFalse(authorization.toString().contains("hunter2"), authorization.toString());
    }
  }
}
