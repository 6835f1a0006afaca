/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rdgateway.spi.ConfigurationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said at the start. */
class WarningsTest {

  private static List<String> warnings(RadiusServer server) {
    Logger logger = (Logger) LoggerFactory.getLogger(RadiusClient.class);
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    logger.addAppender(appender);
    try {
      RadiusClient.open(List.of(server)).close();
    } finally {
      logger.detachAppender(appender);
    }
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void weakSecretsAreWarnedAboutAndNeverQuoted() {
    List<String> said = warnings(RadiusServer.of(Radius.FIRST, SharedSecret.of("hunter2")));
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains("fewer than 16"), said::toString);
    assertFalse(said.get(0).contains("hunter2"), said::toString);
    assertEquals(List.of(), warnings(Radius.server(Radius.FIRST)));
  }

  @Test
  void anExceptionForAnOldServerIsWarnedAbout() {
    List<String> said =
        warnings(
            RadiusServer.builder(Radius.FIRST, Radius.SECRET)
                .insecureAllowMissingMessageAuthenticator()
                .build());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains("CVE-2024-3596"), said::toString);
  }

  @Test
  void whatCannotWorkIsRefused() {
    assertThrows(ConfigurationException.class, () -> RadiusClient.open(List.of()));
    assertThrows(
        ConfigurationException.class,
        () -> RadiusClient.open(List.of(Radius.server(Radius.FIRST), Radius.server(Radius.FIRST))));
    var unresolved = InetSocketAddress.createUnresolved("radius.invalid", 1812);
    assertThrows(IllegalArgumentException.class, () -> RadiusServer.of(unresolved, Radius.SECRET));
    var builder = RadiusServer.builder(Radius.FIRST, Radius.SECRET);
    assertThrows(IllegalArgumentException.class, () -> builder.weight(0));
    RadiusTiming timing = RadiusTiming.defaults();
    assertThrows(IllegalArgumentException.class, () -> timing.withAnswerTime(Duration.ZERO));
  }
}
