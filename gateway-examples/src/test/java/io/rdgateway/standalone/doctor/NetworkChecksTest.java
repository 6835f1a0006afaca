/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.standalone.config.HostAndPort;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkChecksTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final HostAndPort PC = new HostAndPort("pc7.example", 3389);
  private static final HostAndPort KDC = new HostAndPort("dc1.example", 88);
  private static final URI KEYS = URI.create("https://login.example/certs");

  private final FakeNetwork network = new FakeNetwork();

  @Test
  void namesThatAreFoundOrNot() throws Exception {
    network.name("gw.example", "192.0.2.1", "2001:db8::1").name("local.example", "127.0.1.1");

    assertEquals(List.of(Verdict.OK), verdicts(name("gw.example", true)));
    assertEquals(List.of(Verdict.WARNING), verdicts(name("local.example", true)));
    assertEquals(List.of(Verdict.PROBLEM), verdicts(name("none.example", true)));
    assertEquals(List.of(Verdict.WARNING), verdicts(name("none.example", false)));
  }

  private NameCheck name(String host, boolean needed) {
    return new NameCheck("the gateway", host, needed, network);
  }

  @ParameterizedTest
  @CsvSource({
    // A connection confirm with TLS chosen; a refusal of the negotiation is one as well.
    "030000130ed000001234000201080002000000, OK",
    "030000130ed000001234000300080005000000, OK",
    "5353482d322e302d4f70656e5353480d0a, WARNING",
    "0300000b06800000123400, WARNING",
    "0300, WARNING",
    "'', WARNING",
  })
  void hostsByTheirAnswer(String answer, Verdict expected) throws Exception {
    network.name(PC.host(), "192.0.2.7").port(PC.port(), HexFormat.of().parseHex(answer));

    assertEquals(List.of(expected), verdicts(new HostCheck(PC, address -> false, network)));
    assertArrayEquals(
        HexFormat.of().parseHex("030000130ee000000000000100080003000000"),
        network.sent.toByteArray());
  }

  @Test
  void hostsThatWantToHearOfTheClientFirstAreToldNothing() throws Exception {
    network.name(PC.host(), "192.0.2.7").port(PC.port(), new byte[0]);

    assertEquals(List.of(Verdict.OK), verdicts(new HostCheck(PC, address -> true, network)));
    assertEquals(0, network.sent.size());
  }

  @Test
  void hostsThatAreNotThere() throws Exception {
    assertEquals(List.of(Verdict.WARNING), verdicts(new HostCheck(PC, address -> false, network)));
    network.name(PC.host(), "192.0.2.7");
    assertEquals(List.of(Verdict.WARNING), verdicts(new HostCheck(PC, address -> false, network)));
  }

  @ParameterizedTest
  @CsvSource({
    "20260601120000Z, OK",
    "20260601120059Z, OK",
    "20260601115800Z, WARNING",
    "20260601120200Z, WARNING",
    "20260601120501Z, PROBLEM",
    "20250601120000Z, PROBLEM",
  })
  void theClockOfAKdc(String there, Verdict expected) throws Exception {
    network
        .name(KDC.host(), "192.0.2.8")
        .port(KDC.port(), kerberos(error(30, new DERGeneralizedTime(there))));

    assertEquals(List.of(Verdict.OK, expected), verdicts(kdc()));
    ByteBuffer sent = ByteBuffer.wrap(network.sent.toByteArray());
    assertEquals(sent.capacity() - 4, sent.getInt());
    assertEquals(0x6A, Byte.toUnsignedInt(sent.get()), "an AS-REQ");
  }

  @Test
  void whatIsNoKdc() throws Exception {
    assertEquals(List.of(Verdict.PROBLEM), verdicts(kdc()));
    network.name(KDC.host(), "192.0.2.8");
    assertEquals(List.of(Verdict.PROBLEM), verdicts(kdc()));
    for (byte[] answer :
        List.of(
            new byte[0],
            new byte[] {0, 0, 0, 9, 1},
            new byte[] {-1, -1, -1, -1},
            kerberos(new byte[] {1, 2, 3}),
            kerberos(new byte[] {0x30, 0}),
            kerberos(error(11, new DERGeneralizedTime("20260601120000Z"))),
            kerberos(error(30, new ASN1Integer(12))))) {
      network.port(KDC.port(), answer);
      assertEquals(
          List.of(Verdict.PROBLEM), verdicts(kdc()), () -> HexFormat.of().formatHex(answer));
    }
  }

  private KdcCheck kdc() {
    return new KdcCheck("CORP.EXAMPLE", KDC, network, () -> NOW);
  }

  private static byte[] error(int application, ASN1Encodable time) throws Exception {
    return new DERTaggedObject(
            true,
            BERTags.APPLICATION,
            application,
            new DERSequence(
                new ASN1Encodable[] {
                  new DERTaggedObject(true, 0, new ASN1Integer(5)),
                  new DERTaggedObject(true, 4, time)
                }))
        .getEncoded();
  }

  private static byte[] kerberos(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  @ParameterizedTest
  @CsvSource({
    "200, 'Mon, 1 Jun 2026 12:00:30 GMT', OK OK",
    "200, 'Mon, 1 Jun 2026 13:00:00 GMT', OK PROBLEM",
    "200, , OK",
    "200, today, OK",
    "404, , PROBLEM",
  })
  void keysOfAnIssuer(int status, @Nullable String date, String expected) {
    network.page(KEYS, new Network.Page(status, date));

    assertEquals(expected, words(new IssuerCheck(KEYS, network, () -> NOW)));
  }

  @Test
  void anIssuerThatIsNotThere() {
    Finding finding = new IssuerCheck(KEYS, network, () -> NOW).look().get(0);

    assertEquals(Verdict.PROBLEM, finding.verdict());
    assertTrue(finding.sentence().contains("Connection refused"), finding.sentence());
  }

  @Test
  void aPortThatIsOpenOrNot() throws Exception {
    PortCheck check = new PortCheck("syslog server", new HostAndPort("log.example", 601), network);

    assertEquals("PROBLEM", words(check));
    network.name("log.example", "192.0.2.9").port(601, new byte[0]);
    assertEquals("OK", words(check));
  }

  private static List<Verdict> verdicts(Check check) {
    return check.look().stream().map(Finding::verdict).toList();
  }

  private static String words(Check check) {
    return String.join(" ", verdicts(check).stream().map(Verdict::name).toList());
  }
}
