/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRequestTest {
  private static final String ID = "rdg-connection-id: {ABC}";

  /** A head with fields in the form {@code name: value}, names in lower case. */
  static RequestHead head(String query, String... fields) {
    return head(query, 0, false, fields);
  }

  private static RequestHead head(String query, long length, boolean chunked, String... fields) {
    List<RequestHead.Field> list = new ArrayList<>();
    for (String field : fields) {
      int colon = field.indexOf(": ");
      list.add(new RequestHead.Field(field.substring(0, colon), field.substring(colon + 2)));
    }
    return new RequestHead(
        "RDG_OUT_DATA", "/remoteDesktopGateway/", query, list, length, chunked, false);
  }

  private static GatewayRequest out(String query, String... fields) throws BadRequestException {
    return GatewayRequest.of(head(query, fields), GatewayRequest.Method.RDG_OUT_DATA);
  }

  private static GatewayRequest upgrade(String query, String... fields) throws BadRequestException {
    List<String> all =
        new ArrayList<>(List.of("connection: keep-alive, Upgrade", "upgrade: websocket"));
    all.addAll(Arrays.asList(fields));
    return out(query, all.toArray(new String[0]));
  }

  @ParameterizedTest
  @CsvSource({
    "/remoteDesktopGateway, true",
    "/remoteDesktopGateway/, true",
    "/REMOTEDESKTOPGATEWAY/, true",
    "/remotedesktopgateway//, false",
    "/remoteDesktopGateway/x, false",
    "/remote_desktop_gateway/, false",
    "/, false",
    "'', false",
    "remoteDesktopGateway, false"
  })
  void knowsItsPath(String path, boolean own) {
    assertEquals(own, GatewayRequest.isGatewayPath(path));
  }

  @Test
  void readsTheFields() throws Exception {
    GatewayRequest request =
        out(
            "",
            ID,
            "rdg-correlation-id: {COR}",
            "rdg-user-id: YQBsAGkAYwBlAA==",
            "authorization: NTLM TlRM",
            "rdg-auth-scheme: PAA",
            "user-agent: MS-RDGateway/1.0");
    assertEquals(
        new GatewayRequest(
            GatewayRequest.Method.RDG_OUT_DATA,
            false,
            "{abc}",
            "{COR}",
            "alice",
            "NTLM TlRM",
            "PAA",
            "MS-RDGateway/1.0"),
        request);
  }

  @Test
  void readsTheParametersThatStandForFields() throws Exception {
    GatewayRequest request =
        upgrade(
            "ConId=%7BABC%7D&CorId=%7BCOR%7D&UsrId=ali+ce&AuthS=SSPI_NTLM&ClGen=x&ClBld=1&ClmTk");
    assertTrue(request.webSocket());
    assertEquals("{abc}", request.connectionId());
    assertEquals("{COR}", request.correlationId());
    assertEquals("ali ce", request.claimedUser());
    assertEquals("SSPI_NTLM", request.authScheme());
    assertNull(request.authorization());
    assertNull(request.userAgent());
  }

  @Test
  void aFieldWinsOverItsParameter() throws Exception {
    GatewayRequest request =
        out(
            "conid=two&corid=two&usrid=two&auths=SSPI_NTLM",
            ID,
            "rdg-correlation-id: one",
            "rdg-user-id: bwBuAGUA",
            "rdg-auth-scheme: PAA");
    assertEquals("{abc}", request.connectionId());
    assertEquals("one", request.correlationId());
    assertEquals("one", request.claimedUser());
    assertEquals("PAA", request.authScheme());
  }

  @Test
  void theFirstOfTwoParametersCounts() throws Exception {
    assertEquals("a", out("conid=a&CONID=b").connectionId());
  }

  @Test
  void toleratesOddQueries() throws Exception {
    for (String query : List.of("&&&", "=", "=x", "x", "x=", "a=b=c")) {
      assertEquals("{abc}", out(query, ID).connectionId());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conid=%", "conid=%4", "conid=%zz", "x=%-1"})
  void refusesBrokenPercentEncodings(String query) {
    assertThrows(BadRequestException.class, () -> out(query, ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"conid=", "conid=a%20b", "conid=a%0Ab", "conid=%00", "conid=%C3%A4", "conid=%FF"})
  void refusesIdsThatAreNotVisibleCharacters(String query) {
    assertThrows(BadRequestException.class, () -> out(query));
  }

  @Test
  void boundsTheIdAndEverythingElse() throws Exception {
    assertEquals("x".repeat(64), out("", "rdg-connection-id: " + "X".repeat(64)).connectionId());
    assertThrows(BadRequestException.class, () -> out("", "rdg-connection-id: " + "x".repeat(65)));
    GatewayRequest request =
        out(
            "usrid=" + "u".repeat(2_000),
            ID,
            "rdg-correlation-id: " + "c".repeat(2_000),
            "user-agent: " + "a".repeat(2_000));
    assertEquals(512, Objects.requireNonNull(request.correlationId()).length());
    assertEquals(512, Objects.requireNonNull(request.claimedUser()).length());
    assertEquals(512, Objects.requireNonNull(request.userAgent()).length());
  }

  @Test
  void onlyAnUpgradeNeedsNoId() throws Exception {
    assertNull(upgrade("").connectionId());
    assertThrows(BadRequestException.class, () -> out(""));
  }

  @Test
  void leavesOutAUserNameThatCannotBeRead() throws Exception {
    assertNull(out("", ID, "rdg-user-id: not base64!").claimedUser());
    assertEquals("", out("", ID, "rdg-user-id: ").claimedUser());
  }

  @Test
  void onlyRdgInDataMayHaveABodyAndOnlyAChunkedOne() throws Exception {
    assertTrue(
        GatewayRequest.of(head("", 0, true, ID), GatewayRequest.Method.RDG_IN_DATA)
            .toString()
            .contains("RDG_IN_DATA"));
    refused(head("", 5, false, ID), GatewayRequest.Method.RDG_IN_DATA);
    refused(head("", 5, false, ID), GatewayRequest.Method.RDG_OUT_DATA);
    refused(head("", 0, true, ID), GatewayRequest.Method.RDG_OUT_DATA);
    refused(head("", 0, true, ID), GatewayRequest.Method.GET);
    refused(
        head("", 0, true, ID, "connection: upgrade", "upgrade: websocket"),
        GatewayRequest.Method.RDG_IN_DATA);
  }

  private static void refused(RequestHead head, GatewayRequest.Method method) {
    assertThrows(BadRequestException.class, () -> GatewayRequest.of(head, method));
  }

  @Test
  void itsTextHoldsNothingThatTheClientSent() throws Exception {
    String text = upgrade("", ID, "authorization: Basic c2VjcmV0", "user-agent: evil").toString();
    assertFalse(text.contains("c2VjcmV0") || text.contains("evil"), text);
  }
}
