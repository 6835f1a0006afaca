/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.audit.AuditRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to real clients as one line each. The text of an event is escaped. */
public final class EventLog implements GatewayListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private final AtomicBoolean serving = new AtomicBoolean();

  /** A log that is silent until {@link #begin}; the end of the gateway is told elsewhere. */
  public EventLog() {}

  /** Begins to write: what came before is the gateway's own check. */
  public void begin() {
    serving.set(true);
  }

  @Override
  public void onEvent(GatewayEvent event) {
    if (serving.get() && !(event instanceof GatewayEvent.ServerStopped)) {
      LOG.info("{}", AuditRecord.of(event).message());
    }
  }
}
