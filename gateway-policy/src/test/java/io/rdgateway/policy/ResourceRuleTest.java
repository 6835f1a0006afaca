/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.UserPrincipal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceRuleTest {

  private static final Subjects USERS = Subjects.ofGroups("rdg-users");

  private static Decision<ChannelGrant> ask(ChannelRequest request, ResourceRule... rules) {
    RulePolicy.Builder policy = RulePolicy.builder();
    Stream.of(rules).forEach(policy::resourceRule);
    return policy.build().authorizeChannel(request);
  }

  private static String outcome(Decision<ChannelGrant> decision) {
    if (decision instanceof Decision.Allow<ChannelGrant> allow) {
      return allow.grant().opensReservedAddress() ? "opens" : "allows";
    }
    return "denies";
  }

  @ParameterizedTest
  @CsvSource({
    // Names look at the name that was asked for.
    "pc.example, pc.example, 10.0.0.1, allows",
    "PC.Example., pc.example, 10.0.0.1, allows",
    "pc.example, pc2.example, 10.0.0.1, denies",
    "pc.example, 10.0.0.1, 10.0.0.1, denies",
    "localhost, localhost, 127.0.0.1, allows",
    // Patterns stay in their labels.
    "*.corp.example, vdi.corp.example, 10.0.0.1, allows",
    "*.corp.example, corp.example, 10.0.0.1, denies",
    "*.corp.example, a.b.corp.example, 10.0.0.1, denies",
    "*.corp.example, .corp.example, 10.0.0.1, denies",
    "*.corp.example, vdi.corp.example.evil.example, 10.0.0.1, denies",
    "*.corp.example, a%00.corp.example, 10.0.0.1, denies",
    "vdi-??, vdi-07, 10.0.0.1, allows",
    "vdi-??, vdi-7, 10.0.0.1, denies",
    "vdi-??, vdi-.7, 10.0.0.1, denies",
    "vdi*, vdi, 10.0.0.1, allows",
    // An address is no name, however a resolver reads it.
    "*, pc, 10.0.0.1, allows",
    "*, 167837953, 10.1.1.1, denies",
    "*, 0xa010101, 10.1.1.1, denies",
    "*, ::1, ::1, denies",
    // Addresses look at what the name resolved to, and alone open what is reserved.
    "10.0.0.1, pc.example, 10.0.0.1, opens",
    "10.0.0.1, 10.0.0.1, 10.0.0.2, denies",
    "127.0.0.1, localhost, 127.0.0.1, opens",
    "127.0.0.1, localhost, 127.0.0.2, denies",
    "127.0.0.1, localhost, ::1, denies",
    "::1, localhost, ::1, opens",
    "0:0::1, localhost, ::1, opens",
    "::ffff:127.0.0.1, localhost, 127.0.0.1, opens",
    // Ranges never do.
    "10.1.0.0/16, pc.example, 10.1.255.255, allows",
    "10.1.0.0/16, pc.example, 10.2.0.0, denies",
    "10.1.0.0/16, 10.1.0.1, 10.2.0.0, denies",
    "127.0.0.0/8, localhost, 127.0.0.1, allows",
    "127.0.0.1/32, localhost, 127.0.0.1, allows",
    "192.168.8.0/21, pc, 192.168.15.255, allows",
    "192.168.8.0/21, pc, 192.168.16.0, denies",
    "192.168.8.0/21, pc, 192.168.7.255, denies",
    "128.0.0.0/1, pc, 255.0.0.1, allows",
    "128.0.0.0/1, pc, 127.255.255.255, denies",
    "10.0.0.2/31, pc, 10.0.0.3, allows",
    "10.0.0.2/31, pc, 10.0.0.4, denies",
    "0.0.0.0/0, pc, 203.0.113.9, allows",
    "0.0.0.0/0, pc, 2001:db8::1, denies",
    "::/0, pc, 2001:db8::1, allows",
    "::/0, pc, 10.0.0.1, denies",
    "2001:db8::/33, pc, 2001:db8:7fff::1, allows",
    "2001:db8::/33, pc, 2001:db8:8000::1, denies",
  })
  void opensWhatItNames(String target, String name, String address, String outcome) {
    ResourceRule rule = ResourceRule.builder("r", USERS).hosts(target).build();
    assertEquals(
        outcome, outcome(ask(Requests.channel(Requests.ALICE, name, address, 3389), rule)));
  }

  @Test
  void anyHostOpensAllButWhatIsReserved() {
    ResourceRule rule = ResourceRule.builder("r", USERS).anyHost().build();
    assertEquals(
        new Decision.Allow<>(ChannelGrant.plain(), "r"),
        ask(Requests.channel(Requests.ALICE, "pc", "203.0.113.9", 3389), rule));
    assertEquals(
        new Decision.Allow<>(ChannelGrant.plain(), "r"),
        ask(Requests.channel(Requests.ALICE, "localhost", "127.0.0.1", 3389), rule));
    assertEquals(
        "denies",
        outcome(
            ask(
                Requests.channel(Requests.ALICE, "pc", "203.0.113.9", 3389),
                ResourceRule.builder("r", USERS).hosts("other").build())));
  }

  @Test
  void aRuleWithNameAndAddressOpensTheAddress() {
    ResourceRule rule =
        ResourceRule.builder("r", USERS).hosts("localhost", "127.0.0.0/8", "127.0.0.1").build();
    assertEquals(
        "opens",
        outcome(ask(Requests.channel(Requests.ALICE, "localhost", "127.0.0.1", 3389), rule)));
    assertEquals(
        "allows",
        outcome(ask(Requests.channel(Requests.ALICE, "localhost", "127.0.0.2", 3389), rule)));
  }

  @Test
  void theRuleThatNamesTheAddressComesFirst() {
    ResourceRule wide = ResourceRule.builder("wide", USERS).anyHost().build();
    ResourceRule name = ResourceRule.builder("name", USERS).hosts("localhost").build();
    ResourceRule exact = ResourceRule.builder("exact", USERS).hosts("127.0.0.1").build();
    ResourceRule off = ResourceRule.builder("off", USERS).hosts("127.0.0.1").enabled(false).build();
    ChannelRequest request = Requests.channel(Requests.ALICE, "localhost", "127.0.0.1", 3389);
    assertEquals(
        new Decision.Allow<>(new ChannelGrant(true, Map.of()), "exact"),
        ask(request, wide, name, off, exact));
    assertEquals(new Decision.Allow<>(ChannelGrant.plain(), "name"), ask(request, wide, name, off));
    assertEquals(new Decision.Allow<>(ChannelGrant.plain(), "wide"), ask(request, off, wide));
  }

  @ParameterizedTest
  @CsvSource({
    "default, 3389, allows",
    "default, 3390, denies",
    "3390, 3390, allows",
    "3390, 3389, denies",
    "5000-5010, 5000, allows",
    "5000-5010, 5010, allows",
    "5000-5010, 4999, denies",
    "5000-5010, 5011, denies",
    "22 5000-5010, 22, allows",
    "22 5000-5010, 23, denies",
    "1-65535, 1, allows",
    "1-65535, 65535, allows",
    "1-65535, 0, denies",
    "1-65535, 65536, denies",
  })
  void opensItsPorts(String ports, int port, String outcome) {
    ResourceRule.Builder rule = ResourceRule.builder("r", USERS).hosts("pc");
    if (!ports.equals("default")) {
      Stream.of(ports.split(" ", -1)).map(PortRange::parse).forEach(rule::portRanges);
    }
    InetSocketAddress target = new InetSocketAddress(Requests.address("10.0.0.1"), 3389);
    assertEquals(
        outcome, outcome(ask(Requests.channel(Requests.ALICE, "pc", target, port), rule.build())));
  }

  @Test
  void portsAddUp() {
    assertEquals(
        List.of(PortRange.of(1), PortRange.of(2), new PortRange(5, 6)),
        ResourceRule.builder("r", USERS)
            .hosts("pc")
            .ports(1)
            .ports(2)
            .portRanges(new PortRange(5, 6))
            .build()
            .ports());
    assertEquals(
        List.of(PortRange.ANY),
        ResourceRule.builder("r", USERS).hosts("pc").anyPort().build().ports());
  }

  @Test
  void opensForItsSubjectsOnly() {
    ChannelRequest alice = Requests.channel(Requests.ALICE, "pc", "10.0.0.1", 3389);
    ChannelRequest bob = Requests.channel(Requests.BOB, "pc", "10.0.0.1", 3389);
    ResourceRule groups = ResourceRule.builder("r", USERS).hosts("pc").build();
    ResourceRule users = ResourceRule.builder("u", Subjects.ofUsers("BOB")).hosts("pc").build();
    assertEquals("allows", outcome(ask(alice, groups)));
    assertEquals("denies", outcome(ask(bob, groups)));
    assertEquals("denies", outcome(ask(alice, users)));
    assertEquals("allows", outcome(ask(bob, users)));
    assertEquals("allows", outcome(ask(bob, groups, users)));
  }

  @Test
  void aRuleThatIsSwitchedOffOpensNothing() {
    UserPrincipal who = Requests.ALICE;
    for (String target : new String[] {"pc", "p*", "10.0.0.1", "10.0.0.0/8"}) {
      ResourceRule.Builder rule = ResourceRule.builder("r", USERS).hosts(target);
      ChannelRequest request = Requests.channel(who, "pc", "10.0.0.1", 3389);
      assertEquals("denies", outcome(ask(request, rule.enabled(false).build())));
      assertEquals(
          Decision.Allow.class, ask(request, rule.enabled(true).build()).getClass(), target);
    }
  }

  @Test
  void whatHasNoAddressIsDenied() {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("pc", 3389);
    assertEquals(
        "denies",
        outcome(
            ask(
                Requests.channel(Requests.ALICE, "pc", unresolved, 3389),
                ResourceRule.builder("r", USERS).hosts("pc").build(),
                ResourceRule.builder("any", USERS).anyHost().build())));
  }

  /** Such an address reaches an IPv4 host, so an IPv6 range must not cover it. */
  @Test
  void anIpv4AddressInIpv6ClothesIsIpv4() throws Exception {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    bytes[12] = 127;
    bytes[15] = 1;
    InetAddress mapped = Inet6Address.getByAddress("h", bytes, 0);
    ChannelRequest request =
        Requests.channel(Requests.ALICE, "h", new InetSocketAddress(mapped, 3389), 3389);
    assertEquals(
        "denies", outcome(ask(request, ResourceRule.builder("r", USERS).hosts("::/0").build())));
    assertEquals(
        "opens",
        outcome(ask(request, ResourceRule.builder("r", USERS).hosts("127.0.0.1").build())));
  }

  @Test
  void refusesWhatCannotBeMeant() {
    ResourceRule.Builder none = ResourceRule.builder("r", USERS);
    assertThrows(IllegalArgumentException.class, none::build);
    ResourceRule.Builder twice = ResourceRule.builder("r", USERS).hosts("pc", "PC.");
    assertThrows(IllegalArgumentException.class, twice::build);
    ResourceRule.Builder anyToo = ResourceRule.builder("r", USERS).anyHost().hosts("127.0.0.1");
    assertThrows(IllegalArgumentException.class, anyToo::build);
    ResourceRule.Builder portTwice = ResourceRule.builder("r", USERS).hosts("pc").ports(1, 1);
    assertThrows(IllegalArgumentException.class, portTwice::build);
    ResourceRule.Builder portToo = ResourceRule.builder("r", USERS).hosts("pc").ports(1).anyPort();
    assertThrows(IllegalArgumentException.class, portToo::build);
    for (int wrong : new int[] {-1, 0, 65536}) {
      assertThrows(IllegalArgumentException.class, () -> none.ports(wrong));
    }
    for (String wrong : new String[] {"", "0", "1-", "-1", "2-1", "65536", "1-65536", "+1", "01"}) {
      assertThrows(IllegalArgumentException.class, () -> PortRange.parse(wrong), wrong);
    }
  }
}
