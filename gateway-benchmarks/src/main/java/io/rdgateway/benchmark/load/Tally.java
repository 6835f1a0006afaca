/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import java.util.concurrent.CountDownLatch;

/** A listener that counts what administrators did, and what it is told it has lost. */
final class Tally implements GatewayListener {
  private final CountDownLatch released;
  private long delivered;
  private long lost;

  private Tally(int latch) {
    released = new CountDownLatch(latch);
  }

  /** Takes what comes. */
  static Tally living() {
    return new Tally(0);
  }

  /** Takes nothing until it is released. */
  static Tally stuck() {
    return new Tally(1);
  }

  void release() {
    released.countDown();
  }

  @Override
  public void onEvent(GatewayEvent event) {
    boolean interrupted = false;
    while (released.getCount() > 0) { // as a stuck one, it does not heed interruptions
      try {
        released.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    count(event);
  }

  private synchronized void count(GatewayEvent event) {
    if (event instanceof GatewayEvent.AdministratorActed) {
      delivered++;
    } else if (event instanceof GatewayEvent.EventsLost report) {
      lost += report.count();
    }
  }

  synchronized long delivered() {
    return delivered;
  }

  synchronized long lost() {
    return lost;
  }

  @Override
  public synchronized String toString() {
    return delivered + ", lost and counted: " + lost;
  }
}
