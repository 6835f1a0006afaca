/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to a syslog server (RFC 5424) over UDP (RFC 5426), TCP (RFC 6587, counted octets) or
 * TLS (RFC 5425). While the server cannot be reached, events are counted, the connection is tried
 * again at most every few seconds, and the count is sent as {@code EventsLost} when it is back. UDP
 * loses without a word, and TCP what it had not delivered when a connection broke.
 *
 * <p>Blocks on the network: behind {@link FanOut} that costs nobody anything. For one thread at a
 * time.
 */
public final class SyslogListener implements GatewayListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyslogListener.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final SyslogServer server;
  private final SyslogText text;
  private final LongSupplier nanos;
  private long lost;
  private long failedAt;
  private boolean failing;

  /**
   * Sends under the name {@code rdgateway}.
   *
   * @param server where to
   */
  public SyslogListener(SyslogServer server) {
    this(server, System::nanoTime);
  }

  SyslogListener(SyslogServer server, LongSupplier nanos) {
    this.server = server;
    this.nanos = nanos;
    text = new SyslogText(server.localName(), "rdgateway", server.elementId());
  }

  @Override
  public void onEvent(GatewayEvent event) {
    if (failing && nanos.getAsLong() - failedAt < PAUSE.toNanos()) {
      lost++;
      return;
    }
    try {
      if (lost > 0) {
        send(new GatewayEvent.EventsLost(event.at(), lost));
        LOG.info("the syslog server {} can be reached again; {} events were lost", server, lost);
        lost = 0;
      }
      send(event);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn("the syslog server {} cannot be reached; events are lost until it can", server, e);
      }
      failing = true;
      failedAt = nanos.getAsLong();
      lost++;
      server.disconnect();
    }
  }

  private void send(GatewayEvent event) throws IOException {
    server.send(text.of(AuditRecord.of(event)).getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the connection. An event that comes later opens a new one. */
  @Override
  public void close() {
    server.disconnect();
  }
}
