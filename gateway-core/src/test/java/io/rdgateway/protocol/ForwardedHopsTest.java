/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.testing.Mutations;
import io.rdgateway.testing.Seeds;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHopsTest {

  private static String shown(List<Optional<InetSocketAddress>> hops) {
    return hops.stream()
        .map(hop -> hop.map(a -> a.getAddress().getHostAddress() + "|" + a.getPort()).orElse("?"))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "192.0.2.1 = 192.0.2.1|0",
        "192.0.2.1, 198.51.100.2 ,203.0.113.3 = 192.0.2.1|0 198.51.100.2|0 203.0.113.3|0",
        "192.0.2.1:58793 = 192.0.2.1|58793",
        "2001:db8::9 = 2001:db8:0:0:0:0:0:9|0",
        "[2001:db8::9] = 2001:db8:0:0:0:0:0:9|0",
        "[2001:db8::9]:58793 = 2001:db8:0:0:0:0:0:9|58793",
        "::ffff:192.0.2.1 = 192.0.2.1|0",
        "unknown, UNKNOWN, _hidden, ::1 = ? ? ? 0:0:0:0:0:0:0:1|0"
      })
  void readsXForwardedFor(String value, String hops) throws Exception {
    assertEquals(hops, shown(ForwardedHops.ofXForwardedFor(List.of(value))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "192.0.2.1,",
        ",192.0.2.1",
        "192.0.2",
        "192.0.2.256",
        "192.0.02.1",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1:123456",
        "192.0.2.1 198.51.100.2",
        "192.0.2.1/24",
        "localhost",
        "fe80::1%eth0",
        "[192.0.2.1]",
        "[2001:db8::9",
        "2001:db8::9]",
        "[2001:db8::9]58793",
        "_",
        "_a b",
        "unknowns",
        "\"192.0.2.1\"",
        "1:2:3:4:5:6:7:8:9",
        ":::"
      })
  void refusesXForwardedFor(String value) {
    assertThrows(
        BadRequestException.class, () -> ForwardedHops.ofXForwardedFor(List.of(value)), value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.43 | 192.0.2.43 0",
        "For=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe:0:0:0:0:17 4711",
        "for=192.0.2.60;proto=http;by=203.0.113.43 | 192.0.2.60 0",
        "for=192.0.2.43, for=198.51.100.17 | 192.0.2.43 0 198.51.100.17 0",
        "for=192.0.2.43,for=\"[2001:db8::9]\" | 192.0.2.43 0 2001:db8:0:0:0:0:0:9 0",
        "by=_proxy ; FOR=\"192.0.2.1:80\" ; host=\"a;b,c\" | 192.0.2.1 80",
        "for=\"192.0.2.1:_gazonk\" | 192.0.2.1 0",
        "for=unknown, for=_SEVKISEK, for=\"_gazonk:_x\", proto=https | ? ? ? ?"
      })
  void readsForwarded(String value, String hops) throws Exception {
    assertEquals(hops, shown(ForwardedHops.ofForwarded(List.of(value))).replace('|', ' '));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "for=192.0.2.1,",
        "for=192.0.2.1;",
        "for=",
        "for",
        "192.0.2.1",
        "for = 192.0.2.1",
        "for=192.0.2.1 for=192.0.2.2",
        "for=192.0.2.1;for=192.0.2.2",
        "for=192.0.2.1;FOR=192.0.2.1",
        "for=2001:db8::9", // has to be quoted and in brackets
        "for=\"2001:db8::9\"",
        "for=192.0.2.1:80", // a colon needs quotes
        "for=\"192.0.2.1",
        "for=\"192.0.2.1\\\"\"",
        "for=\"192.0.2.1\"x",
        "for=\"\"",
        "for=a.example",
        "for=\"[192.0.2.1]\""
      })
  void refusesForwarded(String value) {
    assertThrows(BadRequestException.class, () -> ForwardedHops.ofForwarded(List.of(value)), value);
  }

  @Test
  void joinsRepeatedFields() throws Exception {
    assertEquals(
        "192.0.2.1|0 198.51.100.2|0 203.0.113.3|0",
        shown(ForwardedHops.ofXForwardedFor(List.of("192.0.2.1", "198.51.100.2, 203.0.113.3"))));
    assertEquals(
        "192.0.2.1|0 198.51.100.2|0",
        shown(ForwardedHops.ofForwarded(List.of("for=192.0.2.1", "for=198.51.100.2"))));
    // What a client leaves open cannot swallow what the proxy adds.
    assertThrows(
        BadRequestException.class,
        () -> ForwardedHops.ofForwarded(List.of("for=\"", "for=198.51.100.2")));
  }

  @Test
  void boundsTheHops() throws Exception {
    String most = "192.0.2.1" + ",192.0.2.1".repeat(31);
    assertEquals(32, ForwardedHops.ofXForwardedFor(List.of(most)).size());
    assertThrows(
        BadRequestException.class,
        () -> ForwardedHops.ofXForwardedFor(List.of(most + ",192.0.2.1")));
    assertThrows(
        BadRequestException.class,
        () -> ForwardedHops.ofForwarded(List.of("a=b" + ",a=b".repeat(32))));
  }

  @Test
  void longFieldsDoNotExhaustTheStack() {
    for (String part : List.of("a", ";", "\\\\", "\"", " ", ":", "[", "1.")) {
      String text = part.repeat(60_000);
      for (String value : List.of(text, "for=" + text, "for=\"" + text, "for=\"" + text + "\"")) {
        assertThrows(
            BadRequestException.class, () -> ForwardedHops.ofXForwardedFor(List.of(value)));
        assertThrows(BadRequestException.class, () -> ForwardedHops.ofForwarded(List.of(value)));
      }
    }
  }

  @Test
  void survivesMutations() {
    List<byte[]> corpus =
        List.of(
                "for=\"[2001:db8:cafe::17]:4711\";by=_x, for=192.0.2.1;proto=https",
                "192.0.2.1:80, [2001:db8::9]:1, unknown, 2001:db8::1")
            .stream()
            .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
            .toList();
    Seeds.forEach(
        "forwarded hops",
        5_000,
        random -> {
          List<String> values =
              List.of(new String(Mutations.next(random, corpus), StandardCharsets.ISO_8859_1));
          try {
            ForwardedHops.ofForwarded(values);
          } catch (BadRequestException e) {
            assertEquals(400, e.status());
          }
          try {
            ForwardedHops.ofXForwardedFor(values);
          } catch (BadRequestException e) {
            assertEquals(400, e.status());
          }
        });
  }
}
