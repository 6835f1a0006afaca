/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerReader;
import io.rdgateway.auth.negotiate.GssToken;
import io.rdgateway.auth.negotiate.MechanismOid;
import io.rdgateway.auth.negotiate.MechanismResult;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests of our own making, which the JDK's Kerberos judges too. */
class KerberosAcceptorTest {
  private static final EndPointBinding CERTIFICATE = new EndPointBinding(new byte[32]);

  @TempDir private Path folder;

  private final TestKdc kdc = new TestKdc();
  private Path keytab = Path.of("");

  @BeforeEach
  void writeKeytab() throws IOException {
    keytab = Files.write(folder.resolve("gateway.keytab"), TestKdc.keytab(kdc.entry()));
  }

  private KerberosAcceptor.Builder builder() {
    return KerberosAcceptor.builder(keytab, KerberosAccounts.ofTickets());
  }

  private MechanismResult send(KerberosAcceptor acceptor, byte[] token) throws Exception {
    return acceptor.start().accept(token, Fixtures.context(CERTIFICATE));
  }

  private MechanismResult.Complete accepted(KerberosAcceptor acceptor) throws Exception {
    MechanismResult result = send(acceptor, kdc.token());
    return assertInstanceOf(MechanismResult.Complete.class, result, result::toString);
  }

  /** The code of the refusal, and the number of the error that the client is told of. */
  private String refused(KerberosAcceptor acceptor) throws Exception {
    return refused(send(acceptor, kdc.token()));
  }

  private static String refused(MechanismResult result) throws Exception {
    var refused = assertInstanceOf(MechanismResult.Refused.class, result, result::toString);
    return refused.reason().code()
        + (refused.token() == null ? "" : " " + errorNumber(refused.token()));
  }

  private static long errorNumber(byte[] token) throws Exception {
    byte[] body = GssToken.parse(token).body();
    assertEquals(List.of((byte) 3, (byte) 0), List.of(body[0], body[1]));
    DerReader in =
        new DerReader(Arrays.copyOfRange(body, 2, body.length))
            .enter(Der.application(30))
            .enter(Der.SEQUENCE);
    assertEquals(5, in.field(0).integer());
    assertEquals(30, in.field(1).integer());
    in.field(4).time();
    in.field(5).integer();
    long number = in.field(6).integer();
    assertEquals("EXAMPLE.TEST", in.field(9).text());
    in.field(10);
    assertFalse(in.field(11).text().isEmpty());
    in.end();
    return number;
  }

  @ParameterizedTest
  @EnumSource
  void acceptsWhatTheJdkAccepts(EncryptionType type) throws Exception {
    kdc.type = type;
    kdc.sessionType = type;
    kdc.serviceKey = TestKdc.key(type, 3);
    Files.write(keytab, TestKdc.keytab(kdc.entry()));
    var complete = accepted(builder().build());
    UserPrincipal principal = complete.principal();
    assertEquals("alice@EXAMPLE.TEST", principal.id());
    assertEquals("alice@EXAMPLE.TEST", principal.name());
    assertEquals(Set.of(), principal.groups());
    assertEquals(AuthScheme.KERBEROS, principal.scheme());
    assertEquals(kdc.now.plus(kdc.end).truncatedTo(ChronoUnit.SECONDS), principal.validUntil());
    byte[] reply = complete.token();
    assertNotNull(reply);
    assertEquals(MechanismOid.KERBEROS, GssToken.parse(reply).mechanism());
    // Signed by the acceptor, with the session key (RFC 4121, section 4.2.6.1).
    byte[] mic = complete.integrity().sign(new byte[3]);
    assertEquals(List.of((byte) 4, (byte) 4, (byte) 1), List.of(mic[0], mic[1], mic[2]));
    assertFalse(complete.integrity().verifies(new byte[3], mic), "its own signature came back");
    assertFalse(complete.integrity().verifies(new byte[3], new byte[28]));
  }

  @Test
  void withoutMutualAuthenticationThereIsNoReply() throws Exception {
    kdc.options = 0;
    kdc.gssFlags = 0x30;
    assertNull(accepted(builder().build()).token());
  }

  @Test
  void eachRequestIsGoodOnce() throws Exception {
    var acceptor = builder().build();
    byte[] token = kdc.token();
    assertInstanceOf(MechanismResult.Complete.class, send(acceptor, token));
    assertEquals("kerberos-replay 34", refused(send(acceptor, token)));
    // Another gateway in the same process: the JDK remembers as well.
    assertEquals("kerberos-refused", refused(send(builder().build(), token)));
    accepted(acceptor);
  }

  @Test
  void wrongClocksAreToldApart() throws Exception {
    var acceptor = builder().clockSkew(Duration.ofMinutes(3)).build();
    kdc.clientTime = kdc.now.minus(Duration.ofMinutes(4));
    assertEquals("kerberos-clock-skew 37", refused(acceptor));
    kdc.clientTime = kdc.now.plus(Duration.ofMinutes(4));
    var refused = assertInstanceOf(MechanismResult.Refused.class, send(acceptor, kdc.token()));
    assertTrue(
        refused
            .reason()
            .explanation()
            .matches(
                "the client's clock is (4 min 0 s|3 min 5[0-9] s) ahead of the gateway's;"
                    + " at most 3 min 0 s is allowed: set both by a time server"),
        refused.reason().explanation());
    kdc.clientTime = kdc.now;
    accepted(acceptor);
    var late = builder().clock(InstantSource.fixed(kdc.now.plusSeconds(301))).build();
    assertEquals("kerberos-clock-skew 37", refused(late));
  }

  @Test
  void ticketsHaveTheirTime() throws Exception {
    var acceptor = builder().build();
    kdc.end = Duration.ofMinutes(-6);
    kdc.start = Duration.ofHours(-8);
    assertEquals("kerberos-expired 32", refused(acceptor));
    kdc.end = Duration.ofHours(1);
    kdc.start = Duration.ofMinutes(6);
    assertEquals("kerberos-not-yet-valid 33", refused(acceptor));
    kdc.start = Duration.ZERO;
    kdc.ticketFlags = TicketPart.INVALID;
    assertEquals("kerberos-not-yet-valid 33", refused(acceptor));
  }

  @Test
  void whatIsNotForThisGatewayIsRefused() throws Exception {
    var acceptor = builder().build();
    kdc.service = new KerberosName(List.of("HTTP", "other.example.test"), TestKdc.REALM);
    assertEquals("kerberos-other-service 35", refused(acceptor));
    kdc.service = new KerberosName(List.of("HTTP", "gw.example.test"), "OTHER.TEST");
    var refused = assertInstanceOf(MechanismResult.Refused.class, send(acceptor, kdc.token()));
    assertEquals("kerberos-other-service", refused.reason().code());
    kdc.service = new KerberosName(List.of("host", "gw.example.test"), TestKdc.REALM);
    Files.write(keytab, TestKdc.keytab(kdc.entry()));
    assertEquals("kerberos-other-service 35", refused(acceptor));
  }

  /** Windows asks for the name as its user typed it. */
  @Test
  void theCaseOfTheServiceDoesNotMatter() throws Exception {
    kdc.service = new KerberosName(List.of("http", "GW.Example.Test"), TestKdc.REALM);
    accepted(builder().build());
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    var acceptor = builder().build();
    kdc.serviceKey = TestKdc.key(kdc.type, 99);
    assertEquals("kerberos-integrity 31", refused(acceptor));
    kdc.kvno = 3L;
    assertEquals("kerberos-no-key 44", refused(acceptor));
    kdc.type = EncryptionType.AES128_SHA1;
    kdc.serviceKey = TestKdc.key(kdc.type, 1);
    assertEquals("kerberos-no-key 45", refused(acceptor));
    kdc.ticketType = 23; // RC4
    assertEquals("kerberos-no-key 14", refused(acceptor));
  }

  @Test
  void ticketsBetweenUsersAreRefused() throws Exception {
    kdc.options |= ApRequest.USE_SESSION_KEY;
    assertEquals("kerberos-user-to-user 45", refused(builder().build()));
  }

  @Test
  void otherMessagesAreRefused() throws Exception {
    var acceptor = builder().build();
    kdc.messageType = 15;
    assertEquals("malformed 40", refused(acceptor));
    kdc.version = 4;
    assertEquals("malformed 39", refused(acceptor));
    byte[] tgtRequest = new GssToken(MechanismOid.KERBEROS, new byte[] {4, 0, 0x30, 0}).toBytes();
    assertEquals("kerberos-user-to-user", refused(send(acceptor, tgtRequest)));
    byte[] reply = new GssToken(MechanismOid.KERBEROS, new byte[] {2, 0, 0x30, 0}).toBytes();
    assertEquals("malformed", refused(send(acceptor, reply)));
    assertEquals("malformed", refused(send(acceptor, new byte[0])));
  }

  @Test
  void authenticatorsOfOthersAreRefused() throws Exception {
    var acceptor = builder().build();
    kdc.authenticatorClient = new KerberosName(List.of("bob"), TestKdc.REALM);
    assertEquals("kerberos-bad-match 36", refused(acceptor));
    kdc.authenticatorClient = new KerberosName(List.of("alice"), "OTHER.TEST");
    assertEquals("kerberos-bad-match 36", refused(acceptor));
    kdc.authenticatorClient = null;
    for (long type : new long[] {0, 15}) {
      kdc.checksumType = type;
      assertEquals("kerberos-not-gss 50", refused(acceptor));
    }
  }

  /** The JDK would let it in after the first of its three tokens. */
  @Test
  void theStyleOfDceIsRefused() throws Exception {
    kdc.gssFlags |= 0x1000;
    assertEquals("kerberos-dce-style", refused(builder().build()));
  }

  @Test
  void nobodyIsNotSignedIn() throws Exception {
    kdc.client = new KerberosName(List.of("WELLKNOWN", "ANONYMOUS"), TestKdc.REALM);
    assertEquals("kerberos-anonymous", refused(builder().build()));
    kdc.client = TestKdc.ALICE;
    kdc.ticketFlags |= TicketPart.ANONYMOUS;
    assertEquals("kerberos-anonymous", refused(builder().build()));
  }

  @Test
  void otherRealmsAreNamedByTheAdministrator() throws Exception {
    kdc.client = new KerberosName(List.of("alice"), "PARTNER.TEST");
    assertEquals("kerberos-foreign-realm", refused(builder().build()));
    var complete = accepted(builder().foreignRealms(Set.of("PARTNER.TEST")).build());
    assertEquals("alice@PARTNER.TEST", complete.principal().name());
  }

  @Test
  void namesStayWhatTheyAre() throws Exception {
    kdc.client = new KerberosName(List.of("eve@corp.example"), TestKdc.REALM);
    assertEquals("eve\\@corp.example@EXAMPLE.TEST", accepted(builder().build()).principal().name());
    kdc.client = new KerberosName(List.of("bob", "admin"), TestKdc.REALM);
    assertEquals("bob/admin@EXAMPLE.TEST", accepted(builder().build()).principal().name());
    kdc.client = new KerberosName(List.of("bob/admin"), TestKdc.REALM);
    assertEquals("bob\\/admin@EXAMPLE.TEST", accepted(builder().build()).principal().name());
  }

  @Test
  void namesAreBoundedBeforeAnythingElse() throws Exception {
    kdc.service = new KerberosName(List.of("HTTP", "a".repeat(257)), TestKdc.REALM);
    assertEquals("malformed", refused(builder().build()));
    kdc.service = new KerberosName(Collections.nCopies(17, "HTTP"), TestKdc.REALM);
    assertEquals("malformed", refused(builder().build()));
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, none, Complete",
    "OFF, wrong, Complete",
    "WHEN_SENT, none, Complete",
    "WHEN_SENT, none but knows, kerberos-no-channel-binding",
    "WHEN_SENT, right, Complete",
    "WHEN_SENT, wrong, kerberos-wrong-channel-binding",
    "REQUIRED, none, kerberos-no-channel-binding",
    "REQUIRED, none but knows, kerberos-no-channel-binding",
    "REQUIRED, right, Complete",
    "REQUIRED, wrong, kerberos-wrong-channel-binding"
  })
  void channelBinding(ChannelBindingPolicy policy, String sent, String expected) throws Exception {
    var acceptor = builder().channelBinding(policy).build();
    kdc.knowsBindings = sent.endsWith("knows");
    kdc.binding =
        switch (sent) {
          case "right" -> ChannelBindingPolicy.hash(CERTIFICATE);
          case "wrong" -> ChannelBindingPolicy.hash(new EndPointBinding(new byte[48]));
          default -> new byte[16];
        };
    MechanismResult result = send(acceptor, kdc.token());
    assertEquals(
        expected,
        result instanceof MechanismResult.Refused refused
            ? refused.reason().code()
            : result.getClass().getSimpleName());
  }

  @Test
  void aProxysCertificateIsGoodAsWellIfItIsNamed() throws Exception {
    X509Certificate proxy = TlsSource.selfSigned(List.of("proxy.test")).load().certificate();
    kdc.binding = ChannelBindingPolicy.hash(Objects.requireNonNull(EndPointBinding.of(proxy)));
    var strict = builder().channelBinding(ChannelBindingPolicy.REQUIRED);
    assertEquals("kerberos-wrong-channel-binding", refused(strict.build()).split(" ", -1)[0]);
    accepted(strict.furtherCertificates(List.of(proxy)).build());
  }

  @Test
  void newKeysAreGoodAtOnceAndOldOnesAsLongAsTheyAreThere() throws Exception {
    var acceptor = builder().build();
    Keytab.Entry old = kdc.entry();
    accepted(acceptor);
    kdc.kvno = 3L;
    kdc.serviceKey = TestKdc.key(kdc.type, 30);
    assertEquals("kerberos-no-key 44", refused(acceptor));
    Keytab.Entry other =
        new Keytab.Entry(
            new KerberosName(List.of("HTTP", "alias.example.test"), TestKdc.REALM),
            2,
            kdc.type,
            TestKdc.key(kdc.type, 50));
    Files.write(keytab, TestKdc.keytab(other, old, kdc.entry()));
    accepted(acceptor);
    kdc.kvno = null;
    accepted(acceptor);
    kdc.kvno = 2L;
    kdc.serviceKey = old.key();
    accepted(acceptor);
    kdc.service = other.service();
    kdc.serviceKey = other.key();
    accepted(acceptor);
    Files.write(keytab, TestKdc.keytab(other));
    kdc.service = old.service();
    kdc.serviceKey = old.key();
    assertEquals("kerberos-other-service 35", refused(acceptor));
  }

  /** The version in a ticket may be cut to eight bits or count otherwise; the key still fits. */
  @Test
  void aKeyThatFitsIsFoundWhateverItsVersion() throws Exception {
    kdc.kvno = 258L;
    accepted(builder().build());
  }

  @Test
  void aLostKeytabIsARefusal() throws Exception {
    var acceptor = builder().build();
    Files.write(keytab, new byte[] {5, 2, 0, 0});
    accepted(KerberosAcceptor.builder(second(), KerberosAccounts.ofTickets()).build());
    assertEquals("kerberos-other-service 35", refused(acceptor));
    Files.write(keytab, new byte[] {5, 2, 0, 0, 1, 0});
    assertEquals("kerberos-no-keytab", refused(acceptor));
    Files.delete(keytab);
    assertEquals("kerberos-no-keytab", refused(acceptor));
  }

  private Path second() throws IOException {
    return Files.write(folder.resolve("second.keytab"), TestKdc.keytab(kdc.entry()));
  }

  @Test
  void wrongConfigurationsAreRefused() throws IOException {
    var builder = builder();
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMinutes(5).plusNanos(1))) {
      assertThrows(ConfigurationException.class, () -> builder.clockSkew(wrong));
    }
    kdc.service = new KerberosName(List.of("host", "gw.example.test"), TestKdc.REALM);
    Files.write(keytab, TestKdc.keytab(kdc.entry()));
    assertThrows(ConfigurationException.class, builder::build);
    Files.writeString(keytab, "no keytab");
    assertThrows(ConfigurationException.class, builder::build);
    Files.delete(keytab);
    assertThrows(ConfigurationException.class, builder::build);
  }

  @Test
  void claimsItsOwnTokens() throws Exception {
    var acceptor = builder().build();
    assertTrue(acceptor.claims(kdc.token()));
    assertFalse(acceptor.claims(new byte[] {0x60, 1}));
    assertFalse(acceptor.claims(new GssToken(MechanismOid.SPNEGO, new byte[3]).toBytes()));
  }
}
