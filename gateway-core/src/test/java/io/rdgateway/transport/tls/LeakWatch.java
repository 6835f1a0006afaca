/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Tracks every buffer, engine and context of a test class and fails it when Netty reports a leak.
 */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
  private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private ResourceLeakDetector.@Nullable Level before;

  @Override
  public void beforeAll(ExtensionContext context) {
    before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    reports.start();
    logger.addAppender(reports);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // Netty reports what the collector has found when the next resource is tracked.
    System.gc();
    UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    logger.detachAppender(reports);
    if (before != null) {
      ResourceLeakDetector.setLevel(before);
    }
    assertEquals(List.of(), reports.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }
}
