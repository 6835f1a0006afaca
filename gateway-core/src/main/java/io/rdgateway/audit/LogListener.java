/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events to SLF4J, under one logger, with the fields of {@link AuditRecord} as key-value
 * pairs: refusals at WARN, the rest at INFO. The message is escaped; the values of the pairs are
 * not, which is the task of the log's encoder. Thread-safe.
 */
public final class LogListener implements GatewayListener {
  /** The name of the logger unless another is chosen. */
  public static final String LOGGER = "io.rdgateway.audit";

  private final Logger logger;

  /** Writes to {@link #LOGGER}. */
  public LogListener() {
    this(LOGGER);
  }

  /**
   * Writes to a logger.
   *
   * @param name of the logger
   */
  public LogListener(String name) {
    this(LoggerFactory.getLogger(name));
  }

  LogListener(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void onEvent(GatewayEvent event) {
    AuditRecord record = AuditRecord.of(event);
    LoggingEventBuilder entry =
        logger.atLevel(record.severity() == AuditRecord.Severity.WARNING ? Level.WARN : Level.INFO);
    entry = entry.addKeyValue("event", record.event());
    if (record.microsoftEventId().isPresent()) {
      entry = entry.addKeyValue("EventID", record.microsoftEventId().getAsInt());
    }
    for (var field : record.fields().entrySet()) {
      entry = entry.addKeyValue(field.getKey(), field.getValue());
    }
    entry.log(record.message());
  }
}
