/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rdgateway.GatewayStatistics;
import io.rdgateway.metrics.GatewayMetrics;
import java.util.function.Supplier;

/**
 * The gateway's metrics as the page that Prometheus fetches. {@link #metrics} has to become a
 * listener of the gateway, and {@link #watch} is called when the gateway has started. Thread-safe.
 */
final class MetricsPage implements AutoCloseable {
  /** The text format, version 0.0.4, which every version of Prometheus reads. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GatewayMetrics metrics = new GatewayMetrics(registry, Tags.empty());

  /** Hears of the gateway's events. */
  GatewayMetrics metrics() {
    return metrics;
  }

  /** Adds what the gateway counts itself. */
  void watch(Supplier<GatewayStatistics> statistics) {
    metrics.watch(statistics);
  }

  /** The numbers of this moment. */
  String text() {
    return registry.scrape(CONTENT_TYPE);
  }

  @Override
  public void close() {
    metrics.close();
    registry.close();
  }
}
