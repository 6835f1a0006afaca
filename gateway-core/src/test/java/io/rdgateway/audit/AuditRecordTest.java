/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.rdgateway.GatewayEvent;
import io.rdgateway.audit.AuditRecord.Severity;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written of each kind of event. */
class AuditRecordTest {

  private static Map<String, Object> fields(Class<? extends GatewayEvent> type) {
    return AuditRecord.of(Samples.of(type)).fields();
  }

  @Test
  void everyKindOfEventHasFields() {
    Set<Class<?>> kinds =
        Arrays.stream(Objects.requireNonNull(GatewayEvent.class.getPermittedSubclasses()))
            .collect(Collectors.toSet());
    Set<Class<?>> sampled = Samples.ALL.stream().map(Object::getClass).collect(Collectors.toSet());
    assertEquals(kinds, sampled);
    for (GatewayEvent event : Samples.ALL) {
      boolean bare = event instanceof GatewayEvent.ServerStopped;
      assertEquals(bare, AuditRecord.of(event).fields().isEmpty(), event.toString());
      assertFalse(AuditRecord.of(event).message().isEmpty());
    }
  }

  @Test
  void anActionTellsWhoDidWhatToWhom() {
    assertEquals(
        Map.of(
            "administrator",
            "root",
            "IpAddress",
            "192.0.2.7",
            "clientPort",
            50123,
            "action",
            "DISCONNECT",
            "object",
            "user alice",
            "outcome",
            "2 tunnels"),
        fields(GatewayEvent.AdministratorActed.class));
    AuditRecord refused = AuditRecord.of(Samples.of(GatewayEvent.AdministratorRefused.class));
    assertEquals(Severity.WARNING, refused.severity());
  }

  @Test
  void aChannelThatEndedHasTheFieldsOfMicrosoftsLog() {
    AuditRecord record = AuditRecord.of(Samples.of(GatewayEvent.ChannelClosed.class));
    assertEquals(OptionalInt.of(303), record.microsoftEventId());
    assertEquals(Severity.NOTICE, record.severity());
    assertEquals(
        List.of(
            "Username=CORP\\alice",
            "AuthType=NTLM",
            "userId=id-1",
            "IpAddress=192.0.2.7",
            "clientPort=50123",
            "ConnectionProtocol=HTTP",
            "transport=WEBSOCKET",
            "connection=c1",
            "correlationId={corr}",
            "tunnel=t1",
            "clientName=PC-7",
            "Resource=pc7",
            "port=3389",
            "target=10.1.2.3:3389",
            "BytesReceived=2000000",
            "BytesTransfered=1000",
            "SessionDuration=120",
            "reason=CLIENT_VANISHED",
            "explanation=gone"),
        record.fields().entrySet().stream().map(Object::toString).toList());
    assertEquals(
        "channel closed: "
            + Samples.SUBJECT
            + " to pc7 at /10.1.2.3:3389, 1000 bytes from the"
            + " client, 2000000 to it, 120 s, CLIENT_VANISHED: gone",
        record.message());
  }

  @Test
  void aGrantIsPartOfTheRecord() {
    Map<String, Object> opened = fields(GatewayEvent.TunnelOpened.class);
    assertEquals(List.of("DRIVE", "PRINTER"), opened.get("disabledRedirections"));
    assertEquals(1_800L, opened.get("idleTimeoutSeconds"));
    assertEquals(28_800L, opened.get("sessionTimeoutSeconds"));
    assertEquals(0, opened.get("ErrorCode"));
  }

  @Test
  void aSignInByCookieIsCalledAsInMicrosoftsLog() {
    assertEquals("Cookie", fields(GatewayEvent.SignInRejected.class).get("AuthType"));
    assertEquals("wrong-password", fields(GatewayEvent.SignInRejected.class).get("reason"));
    assertEquals(
        Severity.WARNING, AuditRecord.of(Samples.of(GatewayEvent.SignInRejected.class)).severity());
  }

  @Test
  void whatAnEndpointReportsIsToldAsItEnded() {
    GatewayEvent answered = Samples.of(GatewayEvent.EndpointAnswered.class);
    assertEquals("a ticket for alice", AuditRecord.of(answered).fields().get("report"));
    assertEquals(Severity.INFORMATIONAL, AuditRecord.of(answered).severity());
    var refused =
        new GatewayEvent.EndpointAnswered(
            Samples.AT, new InetSocketAddress(443), "/KdcProxy", 503, "no KDC");
    assertEquals(Severity.WARNING, AuditRecord.of(refused).severity());
  }

  @ParameterizedTest
  @CsvSource({
    // The low halves of 0x800759DA to 0x800759ED.
    "NOT_AUTHORIZED, 23003, 23002",
    "HOOK_FAILED, 23003, 23002",
    "TOO_MANY_CONNECTIONS, 23014, 23014",
    "CAPABILITY_MISMATCH, 23017, 23002",
    "QUARANTINE, 23021, 23002",
  })
  void denialsHaveTheErrorCodeThatTheClientGot(DenyCode code, int tunnel, int channel) {
    DenyReason reason = new DenyReason(code, "p", "why");
    assertEquals(
        tunnel,
        AuditRecord.of(new GatewayEvent.TunnelDenied(Samples.AT, Samples.SUBJECT, reason))
            .fields()
            .get("ErrorCode"));
    assertEquals(
        channel,
        AuditRecord.of(
                new GatewayEvent.ChannelDenied(Samples.AT, Samples.SUBJECT, "pc", 3389, reason))
            .fields()
            .get("ErrorCode"));
  }

  @Test
  void anAddressOfVersion6HasBrackets() {
    assertEquals(
        "[2001:db8:0:0:0:0:0:1]:443", fields(GatewayEvent.ServerStarted.class).get("address"));
  }

  @Test
  void nobodyWhoSignedInIsNoField() {
    GatewayEvent.Subject nobody = new GatewayEvent.Subject("t2", Samples.CONNECTION, null, "");
    Map<String, Object> fields =
        AuditRecord.of(new GatewayEvent.ReauthenticationRequested(Samples.AT, nobody)).fields();
    assertFalse(fields.containsKey("Username"));
    assertFalse(fields.containsKey("clientName"));
    assertNotNull(fields.get("tunnel"));
  }

  @Test
  void theMessageIsOneReadableLine() {
    assertEquals(
        "request refused: /192.0.2.7:50123, 400: a \\u{a} in \\u{1b}[a head]",
        AuditRecord.of(
                new GatewayEvent.RequestRefused(
                    Samples.AT, Samples.CONNECTION.clientAddress(), 400, "a \n in \u001b[a head]"))
            .message());
  }
}
