/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "pc, HostName, pc",
    "PC.Example., HostName, pc.example",
    "xn--bro-hoa.example, HostName, xn--bro-hoa.example",
    "my_pc, HostName, my_pc",
    "10.example, HostName, 10.example",
    "*, HostPattern, *",
    "VDI-??, HostPattern, vdi-??",
    "*.Corp.Example., HostPattern, *.corp.example",
    "*.*.corp.example, HostPattern, *.*.corp.example",
    "10.1.2.3, Address, 10.1.2.3",
    "::, Address, ::",
    "::1, Address, ::1",
    "0:0:0:0:0:0:0:1, Address, ::1",
    "2001:DB8:0:0:1:0:0:1, Address, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, Address, 2001:db8:0:1:1:1:1:1",
    "1:2:3:4:5:6:0:0, Address, 1:2:3:4:5:6::",
    "::ffff:10.1.2.3, Address, 10.1.2.3",
    "64:ff9b::10.1.2.3, Address, 64:ff9b::a01:203",
    "0.0.0.0/0, AddressRange, 0.0.0.0/0",
    "10.1.0.0/16, AddressRange, 10.1.0.0/16",
    "10.1.2.3/32, AddressRange, 10.1.2.3/32",
    "::/0, AddressRange, ::/0",
    "2001:db8::/32, AddressRange, 2001:db8::/32",
    "::1/128, AddressRange, ::1/128",
  })
  void readsAndWrites(String text, String type, String written) {
    Target target = Target.parse(text);
    assertEquals(type, target.getClass().getSimpleName());
    assertEquals(written, target.text());
    assertEquals(target, Target.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        ".a",
        "a b",
        "a:3389",
        "[::1]",
        "any",
        "ANY",
        "b\u00FCro.example",
        "\u212Aafka",
        "10.1",
        "1",
        "0x7f000001",
        "10.1.2.256",
        "010.1.2.3",
        "1.2.3.4.5",
        "pc.0x1",
        "${host}",
        "pc\u0000",
        "::1%eth0",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "12345::",
        "::g",
        "::1.2.3",
        "1.2.3.4::",
        "**",
        "**.corp.example",
        "vdi.*",
        "*.*",
        "10.1.*.*",
        "*.1",
        "*.0x7f",
        "*..a",
        "*.a b",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "2001:db8::1/32",
        "::/129",
        "pc/8",
        "::ffff:0:0/96",
        "::ffff:10.0.0.0/8",
        "*/8"
      })
  void refusesWhatIsNoTarget(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
    assertTrue(String.valueOf(e.getMessage()).length() < 300, e.getMessage());
  }

  @Test
  void boundsNames() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    assertEquals(longest, Target.parse(longest).text());
    assertThrows(IllegalArgumentException.class, () -> Target.parse(longest + "a"));
    assertThrows(IllegalArgumentException.class, () -> Target.parse(label + "a"));
    assertThrows(IllegalArgumentException.class, () -> Target.parse("*" + label));
    assertThrows(IllegalArgumentException.class, () -> new Target.HostPattern("plain"));
    assertThrows(IllegalArgumentException.class, () -> new Target.HostName("*"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Target.AddressRange(Requests.address("10.0.0.0"), 33));
  }

  @Test
  void theRemedyForARangeIsTheRange() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Target.parse("10.1.2.3/16"));
    assertEquals("a range begins with its lowest address; write 10.1.0.0/16", e.getMessage());
  }

  /** The JDK reads the same texts; it is asked only for what holds a colon, hence never a name. */
  @Test
  void agreesWithTheJdkOnIpv6() {
    Seeds.check(
        20_000,
        random -> {
          String text = almostAddress(random);
          InetAddress ours = AddressText.parse(text);
          assertEquals(jdk(text), ours, text);
        });
  }

  @Test
  void formatsEveryAddressSoThatItIsReadBack() {
    Seeds.check(
        20_000,
        random -> {
          byte[] bytes = new byte[16];
          for (int i = 0; i < 16; i += 2) {
            if (random.nextBoolean()) {
              bytes[i] = (byte) random.nextInt(256);
              bytes[i + 1] = (byte) random.nextInt(256);
            }
          }
          InetAddress address = AddressText.ofBytes(bytes);
          String text = AddressText.format(address);
          assertEquals(address, AddressText.parse(text), text);
          assertEquals(jdk(text), address);
        });
  }

  private static @Nullable InetAddress jdk(String text) {
    try {
      return InetAddress.getAllByName(text)[0];
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String almostAddress(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int groups = random.nextInt(1, 10);
    for (int i = 0; i < groups; i++) {
      text.append(i == 0 ? "" : random.nextInt(5) == 0 ? "::" : ":");
      text.append(
          random.nextInt(12) == 0 ? "10.0.0.1" : Integer.toHexString(random.nextInt(1 << 17)));
    }
    return text.indexOf(":") < 0 ? "::" + text : text.toString();
  }
}
