/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.GatewayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FanOutTest {

  @Test
  void oneThatIsStuckCostsTheOthersNothingAndIsToldWhatItLost() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    BlockingQueue<GatewayEvent> slow = new LinkedBlockingQueue<>();
    BlockingQueue<GatewayEvent> quick = new LinkedBlockingQueue<>();
    int count = 20_000;
    try (FanOut out =
        new FanOut(
            event -> {
              try {
                stuck.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              slow.add(event);
            },
            event -> {
              throw new IllegalStateException("always fails");
            },
            quick::add)) {
      for (int i = 0; i < count; i++) {
        out.onEvent(new GatewayEvent.EventsLost(Samples.AT, i));
        assertEquals(new GatewayEvent.EventsLost(Samples.AT, i), quick.poll(30, TimeUnit.SECONDS));
      }
      stuck.countDown();
    }
    List<GatewayEvent> arrived = new ArrayList<>();
    slow.drainTo(arrived);
    long told =
        arrived.stream()
            .filter(event -> !Samples.AT.equals(event.at())) // the queue's own report
            .mapToLong(event -> ((GatewayEvent.EventsLost) event).count())
            .sum();
    long own = arrived.stream().filter(event -> Samples.AT.equals(event.at())).count();
    assertEquals(count, own + told);
  }

  @Test
  void withoutAListenerThereIsNothingToDo() {
    assertThrows(IllegalArgumentException.class, FanOut::new);
  }
}
