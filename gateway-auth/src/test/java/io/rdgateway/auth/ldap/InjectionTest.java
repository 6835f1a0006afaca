/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.PEOPLE;
import static io.rdgateway.auth.ldap.Shapes.openLdap;
import static io.rdgateway.auth.ldap.Shapes.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What somebody may type in the hope that it is more than a name. */
@Timeout(60)
class InjectionTest {
  private final TestDirectory server = openLdap();
  private final LdapDirectory directory =
      openLdap(server, UserSchema.openLdap().names("uid", "mail"), GroupLookup.NONE).build();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger =
      (Logger) LoggerFactory.getLogger(InjectionTest.class.getPackageName());

  InjectionTest() throws LDAPException {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    directory.close();
    server.close();
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (char c :
        "*()\\&|!=<>~:,+\";#/[]? '\0\t\n\r\u007f\u0085\u2028\u202e\u200b\ud800".toCharArray()) {
      names.add(String.valueOf(c));
      names.add("alice" + c);
      names.add(c + "alice");
      names.add("al" + c + "ice");
      names.add("alice" + c + "@example.org");
      names.add("alice@exam" + c + "ple.org");
      names.add("EXAMPLE\\alice" + c);
      names.add("EXAM" + c + "PLE\\alice");
    }
    names.addAll(
        List.of(
            "alice)(uid=*",
            "*)(objectClass=*",
            "alice)(|(uid=*",
            "a\\6cice",
            "\\2a",
            "alice\\00",
            "uid=alice," + PEOPLE,
            "alice," + PEOPLE,
            "x".repeat(10_000),
            "alice" + " ".repeat(300),
            "x".repeat(5000) + "@" + "y".repeat(5000),
            "@",
            "@@",
            "\\",
            "\\\\",
            "",
            " ",
            "alice@example.org@example.org",
            "EXAMPLE\\EXAMPLE\\alice"));
    // Letters that look like others, or that directories take for others.
    names.addAll(
        List.of(
            "\u0430lice",
            "\uff41lice",
            "al\u0131ce",
            "al\u0130ce",
            "\u00e1lice",
            "a\u0301lice",
            "ali\u00ade",
            "\u212blice",
            "\u24d0lice",
            "ALICE\u0000",
            "al\u2170ce"));
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void nobodyIsFoundByIt(String name) {
    String found = outcome(directory, name, "Alice-1");
    assertEquals("unknown-user", found);
    // One search, and one bind to a random name below the base, whatever was typed.
    assertEquals(2, server.operations.size(), server.operations::toString);
    String bind = server.operations.get(1);
    assertTrue(bind.matches("bind cn=[0-9a-f-]{36}," + PEOPLE), bind);
    assertTrue(
        log.list.stream()
            .map(ILoggingEvent::getFormattedMessage)
            .allMatch(line -> line.codePoints().noneMatch(Sentences::isInvisible)),
        log.list::toString);
  }

  /** The server of the test compares less generously than others, so the filter is asked. */
  @Test
  void namesThatDirectoriesTakeForOthers() {
    assertTrue(LoginName.same("alice", "ALICE"));
    assertTrue(LoginName.same("M\u00dcLLER", "m\u00fcller"));
    for (String other :
        List.of("\uff41lice", "al\u0131ce", "al\u0130ce", "\u00e1lice", "alic", "alicee")) {
      assertEquals(false, LoginName.same(other, "alice"), other);
    }
    assertEquals(false, LoginName.same("\u212aelvin", "kelvin"));
    assertEquals(false, LoginName.same("\u017fam", "sam"));
    assertEquals(false, LoginName.same("stra\u00dfe", "STRASSE"));
  }

  @Test
  void valuesInDistinguishedNamesAreEscaped() {
    for (String value :
        List.of("a,b", "a+b", "a=b", "#a", " a ", "a\\b", "a\"b", "a;b<c>", "a\0b")) {
      String escaped = UserBinds.escaped(value);
      assertTrue(
          Stream.of(",", "+", "\"", ";", "<", ">")
              .noneMatch(special -> escaped.replaceAll("\\\\.", "").contains(special)),
          escaped);
    }
    assertEquals("alice", UserBinds.escaped("alice"));
  }

  @Test
  void whatTheServerSaysIsMadeHarmless() {
    assertEquals("a?b?c?", Sentences.printable("a\nb\u202ec\0"));
    assertEquals(200, Sentences.printable("x".repeat(1000)).length());
  }
}
