/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JsonLinesListenerTest {
  private static final GatewayEvent LOST = new GatewayEvent.EventsLost(Samples.AT, 17);
  private static final String LOST_LINE =
      "{\"time\":\"2026-06-01T12:00:00.123456Z\",\"event\":\"EventsLost\","
          + "\"severity\":\"warning\",\"count\":17}";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("events.jsonl");
  }

  @Test
  void writesOneLineForEachEvent() throws IOException {
    try (JsonLinesListener log = new JsonLinesListener(file())) {
      log.onEvent(LOST);
      log.onEvent(Samples.of(GatewayEvent.TunnelOpened.class));
    }
    List<String> lines = Files.readAllLines(file());
    assertEquals(2, lines.size());
    assertEquals(LOST_LINE, lines.get(0));
    assertTrue(
        lines
            .get(1)
            .contains("\"EventID\":200,\"Username\":\"CORP\\\\alice\",\"AuthType\":\"NTLM\""),
        lines.get(1));
    assertTrue(
        lines.get(1).contains("\"disabledRedirections\":[\"DRIVE\",\"PRINTER\"]"), lines.get(1));
  }

  @Test
  void whatAClientChoseBreaksNoLine() throws IOException {
    String hostile = "a\"b\\c\r\nd\u2028e\u202Ef\u0000g\uD83D\uDE00h\uD800";
    try (JsonLinesListener log = new JsonLinesListener(file())) {
      log.onEvent(new GatewayEvent.ChannelFailed(Samples.AT, Samples.SUBJECT, hostile, 1, "why"));
    }
    List<String> lines = Files.readAllLines(file());
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).chars().allMatch(c -> c >= ' ' && c <= '~'));
    assertTrue(
        lines
            .get(0)
            .contains(
                "\"Resource\":\"a\\\"b\\\\c\\u000d\\u000ad\\u2028e\\u202ef\\u0000g"
                    + "\\ud83d\\ude00h\\ud800\""),
        lines.get(0));
  }

  @Test
  void aFileThatWasMovedAwayIsBegunAnew() throws IOException {
    Path old = folder.resolve("events.jsonl.1");
    try (JsonLinesListener log = new JsonLinesListener(file())) {
      log.onEvent(LOST);
      Files.move(file(), old);
      log.onEvent(LOST);
      Files.delete(old);
      Files.move(file(), old);
      Files.createFile(file());
      log.onEvent(LOST);
    }
    assertEquals(List.of(LOST_LINE), Files.readAllLines(old));
    assertEquals(List.of(LOST_LINE), Files.readAllLines(file()));
  }

  @Test
  void halfALineSwallowsNoOther() throws IOException {
    Files.writeString(file(), "{\"time\":\"20");
    try (JsonLinesListener log = new JsonLinesListener(file())) {
      log.onEvent(LOST);
    }
    assertEquals(List.of("{\"time\":\"20", LOST_LINE), Files.readAllLines(file()));
  }

  @Test
  void countsWhatItCannotWrite() throws IOException {
    Path inside = folder.resolve("logs");
    Files.createDirectory(inside);
    Path file = inside.resolve("events.jsonl");
    try (JsonLinesListener log = new JsonLinesListener(file)) {
      log.onEvent(LOST);
      Files.delete(file);
      Files.delete(inside);
      log.onEvent(LOST);
      log.onEvent(LOST);
      Files.createDirectory(inside);
      log.onEvent(LOST);
    }
    assertEquals(List.of(LOST_LINE.replace("17", "2"), LOST_LINE), Files.readAllLines(file));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaidOnceAndSoIsItsEnd() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(JsonLinesListener.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(said);
    Files.createSymbolicLink(file(), Path.of("/dev/full"));
    try (JsonLinesListener log = new JsonLinesListener(file())) {
      for (int i = 0; i < 5; i++) {
        log.onEvent(LOST);
      }
      assertEquals(List.of(Level.WARN), said.list.stream().map(ILoggingEvent::getLevel).toList());
      Files.delete(file());
      log.onEvent(LOST);
      log.onEvent(LOST);
    } finally {
      logger.detachAppender(said);
      logger.setLevel(null);
    }
    assertEquals(
        List.of(LOST_LINE.replace("17", "5"), LOST_LINE, LOST_LINE), Files.readAllLines(file()));
    assertEquals(
        List.of(Level.WARN, Level.INFO), said.list.stream().map(ILoggingEvent::getLevel).toList());
  }

  @Test
  void aFileThatCannotBeWrittenIsAMistake() {
    Path nowhere = folder.resolve("no-such-folder").resolve("events.jsonl");
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> new JsonLinesListener(nowhere));
    assertTrue(String.valueOf(e.getMessage()).startsWith(nowhere.toString()));
  }
}
