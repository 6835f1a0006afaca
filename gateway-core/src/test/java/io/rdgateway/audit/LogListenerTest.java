/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rdgateway.GatewayEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogListenerTest {

  private static ILoggingEvent logged(GatewayEvent event) {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("audit");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    new LogListener(logger).onEvent(event);
    List<ILoggingEvent> all = List.copyOf(appender.list);
    assertEquals(1, all.size());
    return all.get(0);
  }

  @Test
  void fieldsAreKeyValuePairs() {
    ILoggingEvent entry = logged(Samples.of(GatewayEvent.ChannelOpened.class));
    assertEquals(Level.INFO, entry.getLevel());
    assertTrue(entry.getFormattedMessage().startsWith("channel opened: tunnel t1 of "));
    List<String> pairs =
        entry.getKeyValuePairs().stream().map(pair -> pair.key + "=" + pair.value).toList();
    assertEquals(List.of("event=ChannelOpened", "EventID=302"), pairs.subList(0, 2));
    assertTrue(pairs.contains("Resource=pc7"), pairs.toString());
  }

  @Test
  void refusalsAreWarnings() {
    assertEquals(Level.WARN, logged(Samples.of(GatewayEvent.TunnelDenied.class)).getLevel());
  }
}
