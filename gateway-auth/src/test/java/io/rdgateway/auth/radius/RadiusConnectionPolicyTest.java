/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection policy of a server, by what goes over the wire. */
class RadiusConnectionPolicyTest {
  private final ManualLoop loop = new ManualLoop();
  private final ManualClock clock = new ManualClock();
  private final RadiusClient client = Radius.client(loop, Radius.server(Radius.FIRST));
  private final RadiusConnectionPolicy.Builder builder =
      RadiusConnectionPolicy.builder(client, NasIdentity.of("gw1")).clock(clock);

  private static CompletableFuture<Decision<TunnelGrant>> ask(
      ConnectionPolicy policy, TunnelRequest request) {
    return policy.authorizeTunnelAsync(request);
  }

  private byte[] request(TunnelRequest question) {
    ask(builder.build(), question);
    return loop.sent().get(loop.sent().size() - 1).bytes();
  }

  private Decision<TunnelGrant> answered(int code, byte[]... attributes) {
    loop.onSend(sent -> sent.port().receive(Wire.reply(code, sent.bytes(), attributes)));
    return ask(builder.build(), Tunnels.open("alice")).join();
  }

  private TunnelGrant granted(byte[]... attributes) {
    return (TunnelGrant)
        assertInstanceOf(Decision.Allow.class, answered(Code.ACCESS_ACCEPT, attributes)).grant();
  }

  private DenyReason denied(int code, byte[]... attributes) {
    return assertInstanceOf(Decision.Deny.class, answered(code, attributes)).reason();
  }

  @Test
  void asksAsMicrosoftsGatewayDoesAndSaysMore() {
    byte[] request = request(Tunnels.open(Tunnels.user("CORP\\alice"), "203.0.113.9", "PC7"));
    assertTrue(Wire.isSignedFirst(request));
    assertEquals("CORP\\alice", Wire.text(request, AttributeType.USER_NAME));
    assertTrue(Wire.value(request, AttributeType.USER_PASSWORD).isEmpty());
    assertTrue(Wire.value(request, AttributeType.SERVICE_TYPE).isEmpty());
    assertArrayEquals(
        new byte[] {0, 0, 0, 5}, Wire.value(request, AttributeType.NAS_PORT_TYPE).orElseThrow());
    assertEquals("UserAuthType:PW", Wire.text(request, AttributeType.CALLED_STATION_ID));
    assertEquals("203.0.113.9", Wire.text(request, AttributeType.CALLING_STATION_ID));
    assertEquals("gw1", Wire.text(request, AttributeType.NAS_IDENTIFIER));
    assertEquals("c7", Wire.text(request, AttributeType.NAS_PORT_ID));
    assertTrue(Wire.text(request, AttributeType.ACCT_SESSION_ID).matches("[0-9a-f]{12}-c7"));
    assertArrayEquals(new byte[] {0, 0, 0, 1}, Wire.microsoftValue(request, 0x2F).orElseThrow());
    assertArrayEquals(
        "PC7".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        Wire.microsoftValue(request, 0x32).orElseThrow());
    assertTrue(Wire.value(request, AttributeType.PROXY_STATE).isEmpty());
  }

  @Test
  void saysWhatItIsToldTo() throws Exception {
    ConnectionPolicy policy =
        RadiusConnectionPolicy.builder(
                client, NasIdentity.of("gw1", java.net.InetAddress.getByName("2001:db8::1")))
            .userName(user -> "realm\\" + user.name())
            .sendClientAddress(false)
            .serviceType(5)
            .passwordWord("push")
            .build();
    ask(policy, Tunnels.open("alice"));
    byte[] request = loop.sent().get(0).bytes();
    assertEquals("realm\\alice", Wire.text(request, AttributeType.USER_NAME));
    assertEquals("push", Wire.password(request));
    assertTrue(Wire.value(request, AttributeType.CALLING_STATION_ID).isEmpty());
    assertEquals(16, Wire.value(request, AttributeType.NAS_IPV6_ADDRESS).orElseThrow().length);
    assertArrayEquals(
        new byte[] {0, 0, 0, 5}, Wire.value(request, AttributeType.SERVICE_TYPE).orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> builder.passwordWord(""));
  }

  @ParameterizedTest
  @CsvSource({
    "NTLM,UserAuthType:PW",
    "Negotiate,UserAuthType:PW",
    "Certificate,UserAuthType:CA",
    "PAA,''",
    "Bearer,''"
  })
  void tellsHowTheUserSignedIn(String scheme, String expected) {
    byte[] request =
        request(Tunnels.open(Tunnels.user("a", AuthScheme.of(scheme)), "203.0.113.9", "PC7"));
    assertEquals(expected, Wire.text(request, AttributeType.CALLED_STATION_ID));
  }

  @Test
  void aLongClientNameIsCutAndALongUserNameRefused() {
    byte[] request =
        request(Tunnels.open(Tunnels.user("alice"), "203.0.113.9", "\u20ac".repeat(250)));
    assertEquals(82 * 3, Wire.microsoftValue(request, 0x32).orElseThrow().length);
    int sent = loop.sent().size();
    var denied = ask(builder.build(), Tunnels.open("\u20ac".repeat(100))).join();
    assertInstanceOf(Decision.Deny.class, denied);
    assertInstanceOf(Decision.Deny.class, ask(builder.build(), Tunnels.open("alice\0bob")).join());
    assertEquals(sent, loop.sent().size());
  }

  @Test
  void anAcceptBecomesTheGrant() {
    TunnelGrant grant =
        granted(
            Wire.attribute(AttributeType.SESSION_TIMEOUT, 28_800),
            Wire.attribute(AttributeType.IDLE_TIMEOUT, 1_800),
            Wire.attribute(AttributeType.TERMINATION_ACTION, 1),
            Wire.microsoft(AttributeType.MS_RDG_DEVICE_REDIRECTION, 9),
            Wire.attribute(AttributeType.CLASS, new byte[] {1, 2}),
            Wire.attribute(AttributeType.CLASS, new byte[] {(byte) 0xFF}),
            Wire.attribute(AttributeType.FILTER_ID, "staff"),
            Wire.attribute(AttributeType.FILTER_ID, "desk"));
    assertEquals(Duration.ofHours(8), grant.sessionTimeout());
    assertEquals(Duration.ofMinutes(30), grant.idleTimeout());
    assertTrue(grant.reauthenticateAtTimeout());
    assertEquals(Set.of(Redirection.DRIVE, Redirection.CLIPBOARD), grant.disabledRedirections());
    assertEquals("0102,ff", grant.attributes().get(RadiusConnectionPolicy.CLASS));
    assertEquals("staff,desk", grant.attributes().get(RadiusConnectionPolicy.FILTER_ID));
  }

  /** 0x40000000 enables all here and disables all in the tunnel protocol. */
  @ParameterizedTest
  @CsvSource({
    "0,''",
    "1,DRIVE",
    "2,PRINTER",
    "4,PORT",
    "8,CLIPBOARD",
    "16,PLUG_AND_PLAY",
    "0x40000000,''",
    "0x4000001f,''",
    "0x80000000,''",
    "0x60000000,ALL",
    "0x20000000,ALL"
  })
  void theBitsOfDeviceRedirection(String mask, String expected) {
    Set<Redirection> disabled =
        granted(
                Wire.microsoft(
                    AttributeType.MS_RDG_DEVICE_REDIRECTION, Long.decode(mask).intValue()))
            .disabledRedirections();
    Set<Redirection> all = EnumSet.allOf(Redirection.class);
    assertEquals(
        expected.equals("ALL")
            ? all
            : expected.isEmpty() ? Set.of() : Set.of(Redirection.valueOf(expected)),
        disabled);
  }

  @Test
  void whereTheServerSaysNothingNothingIsOpen() {
    assertEquals(TunnelGrant.withoutRedirection(), granted());
    builder.whenUnspecified(Tunnels.CURRENT);
    assertEquals(Tunnels.CURRENT, granted());
    assertEquals(
        Duration.ofSeconds(60),
        granted(
                Wire.attribute(AttributeType.SESSION_TIMEOUT, 0),
                Wire.attribute(AttributeType.SESSION_TIMEOUT, 90),
                Wire.attribute(AttributeType.SESSION_TIMEOUT, 60))
            .sessionTimeout());
    assertEquals(
        Duration.ZERO, granted(Wire.attribute(AttributeType.SESSION_TIMEOUT, 0)).sessionTimeout());
  }

  @Test
  void termsThatCannotBeReadRefuse() {
    assertTrue(
        denied(Code.ACCESS_ACCEPT, Wire.attribute(AttributeType.SESSION_TIMEOUT, new byte[3]))
            .explanation()
            .contains("cannot be read"));
    denied(
        Code.ACCESS_ACCEPT,
        Wire.microsoft(AttributeType.MS_RDG_DEVICE_REDIRECTION, new byte[] {1}));
    denied( // its length says more than there is: quarantine, perhaps
        Code.ACCESS_ACCEPT, Wire.attribute(26, new byte[] {0, 0, 1, 0x37, 0x2D, 6, 0, 0, 1}));
  }

  @Test
  void aRejectTellsTheServersWords() {
    DenyReason reason =
        denied(Code.ACCESS_REJECT, Wire.attribute(AttributeType.REPLY_MESSAGE, "go away"));
    assertEquals(DenyCode.NOT_AUTHORIZED, reason.code());
    assertTrue(reason.explanation().contains("go away"), reason::toString);
  }

  @Test
  void aChallengeIsARefusalThatSaysWhy() {
    DenyReason reason =
        denied(Code.ACCESS_CHALLENGE, Wire.attribute(AttributeType.REPLY_MESSAGE, "your code?"));
    assertTrue(reason.explanation().contains("asks for a code"), reason::toString);
  }

  @Test
  void aRestrictedClientIsRefused() {
    assertEquals(
        DenyCode.QUARANTINE,
        denied(Code.ACCESS_ACCEPT, Wire.microsoft(AttributeType.MS_QUARANTINE_STATE, 1)).code());
    granted(Wire.microsoft(AttributeType.MS_QUARANTINE_STATE, 0));
  }

  @Test
  void silenceIsARefusal() {
    var answer = ask(builder.build(), Tunnels.open("alice"));
    loop.advance(Duration.ofSeconds(60));
    DenyReason reason = assertInstanceOf(Decision.Deny.class, answer.join()).reason();
    assertEquals(DenyCode.HOOK_FAILED, reason.code());
    assertTrue(reason.explanation().contains("did not answer"), reason::toString);
  }

  /** Everything that may happen while and after one user is asked sends one request. */
  @Test
  void oneUserIsAskedOnce() {
    ConnectionPolicy policy = builder.build();
    var first = ask(policy, Tunnels.open("alice"));
    var retry = ask(policy, Tunnels.open("alice"));
    loop.advance(Duration.ofSeconds(50));
    ManualLoop.Sent sent = loop.sent().get(0);
    loop.sent().forEach(again -> assertArrayEquals(sent.bytes(), again.bytes()));
    sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
    assertEquals(first.join(), retry.join());
    int sends = loop.sent().size();
    clock.advance(Duration.ofSeconds(30));
    assertEquals(first.join(), ask(policy, Tunnels.open("alice")).join());
    ask(policy, Tunnels.again("alice", Occasion.REVIEW)).join();
    ask(policy, Tunnels.again("alice", Occasion.REAUTHENTICATION)).join();
    assertEquals(sends, loop.sent().size());
  }

  @Test
  void theClientThatLeavesEndsTheExchange() {
    var answer = ask(builder.build(), Tunnels.open("alice"));
    answer.cancel(true);
    loop.advance(Duration.ofMinutes(2));
    assertEquals(1, loop.sent().size());
    assertEquals(0, loop.pendingTimers());
  }

  @Test
  void aPolicyKeepsWhatItWasBuiltWith() {
    ConnectionPolicy policy = builder.build();
    builder.passwordWord("push");
    ask(policy, Tunnels.open("alice"));
    assertFalse(Wire.value(loop.sent().get(0).bytes(), AttributeType.USER_PASSWORD).isPresent());
  }
}
