/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import java.util.Locale;
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
      LOG.info("{}", line(event));
    }
  }

  /** {@code TunnelOpened[tunnel 1 …]} becomes {@code tunnel opened: tunnel 1 …}. */
  static String line(GatewayEvent event) {
    String text = event.toString();
    int open = text.indexOf('[');
    if (open < 0 || !text.endsWith("]")) {
      return text;
    }
    String kind = text.substring(0, open).replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return kind.toLowerCase(Locale.ROOT) + ": " + text.substring(open + 1, text.length() - 1);
  }
}
