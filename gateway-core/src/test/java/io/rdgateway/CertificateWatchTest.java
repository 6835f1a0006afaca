/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CertificateWatchTest {

  @Test
  void looksAgainAfterAFailureOnAThreadOfItsOwnUntilItIsClosed() throws Exception {
    CountDownLatch looks = new CountDownLatch(3);
    AtomicReference<Thread> thread = new AtomicReference<>();
    CertificateWatch watch =
        new CertificateWatch(
            () -> {
              thread.set(Thread.currentThread());
              looks.countDown();
              throw new IllegalStateException("for the test");
            },
            Duration.ofMillis(1));
    assertTrue(looks.await(20, TimeUnit.SECONDS));

    watch.close();

    Thread seen = Objects.requireNonNull(thread.get());
    assertEquals("rdgateway-certificates", seen.getName());
    assertFalse(seen.isAlive());
  }
}
