/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LoopTimersTest {
  private static final long SLOT = Duration.ofMillis(100).toNanos();
  private static final Duration TURN = Duration.ofMillis(100 * 512);

  private final ManualLoop loop = new ManualLoop(Duration.ofDays(3).toNanos() + 12_345);
  private final LoopTimers timers = new LoopTimers(loop, loop::now);

  /** Writes down when it was called, and does what the test says. */
  private class Item extends Timed {
    final List<Long> ticks = new ArrayList<>();
    long deadline = NEVER;
    Runnable then = () -> deadline = NEVER;

    Item at(Duration fromNow) {
      deadline = loop.now() + fromNow.toNanos();
      return this;
    }

    @Override
    protected long nextDeadline() {
      return deadline;
    }

    @Override
    protected void onTick(long now) {
      assertTrue(now >= deadline, "too early");
      ticks.add(now);
      then.run();
    }
  }

  private Item in(Duration fromNow) {
    Item item = new Item().at(fromNow);
    timers.update(item);
    return item;
  }

  private void pass(Duration time) {
    long end = loop.now() + time.toNanos();
    while (loop.now() < end) {
      loop.advance(Duration.ofNanos(Math.min(SLOT / 3, end - loop.now())));
    }
  }

  private static void onTime(long deadline, Item item) {
    assertEquals(1, item.ticks.size());
    long late = item.ticks.get(0) - deadline;
    assertTrue(late >= 0 && late <= 2 * SLOT, () -> late + " ns late");
  }

  @Test
  void meetsDeadlinesNearAndBeyondOneTurnOfTheWheel() {
    for (Duration time :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(15),
            TURN.minusMillis(100),
            TURN,
            TURN.plusMillis(100),
            TURN.multipliedBy(3).plusMillis(50))) {
      Item item = in(time);
      final long deadline = item.deadline;
      pass(time.plusMillis(250));
      onTime(deadline, item);
    }
  }

  /** However often the wheel has turned before: the clock need not go on behind the deadline. */
  @Test
  void aDeadlineOnTheEdgeOfASlotIsMetThere() {
    loop.advance(Duration.ofNanos(SLOT - loop.now() % SLOT));
    Item item = in(Duration.ofMinutes(10));
    loop.advance(Duration.ofMinutes(10).minusMillis(500));
    assertEquals(List.of(), item.ticks);
    loop.advance(Duration.ofMillis(500));
    assertEquals(List.of(loop.now()), item.ticks);
  }

  @Test
  void theOnlyTimerRunsWhileSomebodyWaits() {
    assertEquals(0, loop.timers());
    Item first = in(Duration.ofSeconds(1));
    Item second = in(Duration.ofSeconds(2));
    assertEquals(1, loop.timers());
    timers.remove(first);
    pass(Duration.ofSeconds(1));
    assertEquals(1, loop.timers());
    pass(Duration.ofSeconds(2));
    assertEquals(0, loop.timers());
    assertEquals(List.of(), first.ticks);
    assertEquals(1, second.ticks.size());

    pass(Duration.ofMinutes(5));
    Item third = in(Duration.ofSeconds(1));
    long deadline = third.deadline;
    pass(Duration.ofSeconds(2));
    onTime(deadline, third);
  }

  @Test
  void aLaterDeadlineNeedsNoWord() {
    Item item = in(Duration.ofSeconds(1));
    item.at(Duration.ofSeconds(9));
    long deadline = item.deadline;
    pass(Duration.ofSeconds(10));
    onTime(deadline, item);
  }

  @Test
  void aNearerDeadlineIsAnnounced() {
    Item item = in(Duration.ofSeconds(9));
    timers.update(item.at(Duration.ofSeconds(1)));
    long deadline = item.deadline;
    pass(Duration.ofSeconds(10));
    onTime(deadline, item);
  }

  @Test
  void removesAndMovesWithinATick() {
    Item victim = in(Duration.ofMillis(500));
    Item far = in(Duration.ofMinutes(5));
    Item actor = in(Duration.ofMillis(500));
    actor.then =
        () -> {
          actor.deadline = Timed.NEVER;
          timers.remove(actor);
          timers.remove(victim);
          timers.update(far.at(Duration.ofMillis(300)));
        };
    // Whichever of the two comes first, the other must not follow.
    victim.then =
        () -> {
          victim.deadline = Timed.NEVER;
          timers.remove(actor);
          timers.update(far.at(Duration.ofMillis(300)));
        };
    pass(Duration.ofSeconds(2));
    assertEquals(1, victim.ticks.size() + actor.ticks.size());
    assertEquals(1, far.ticks.size());
    assertEquals(0, loop.timers());
  }

  @Test
  void comesBackWhenATickAsksForMore() {
    Item item = in(Duration.ofSeconds(1));
    item.then =
        () -> {
          item.at(Duration.ofSeconds(1));
          timers.update(item);
        };
    pass(Duration.ofSeconds(10));
    assertTrue(item.ticks.size() >= 8 && item.ticks.size() <= 9, () -> "" + item.ticks.size());
  }

  @Test
  void survivesALongPauseAndIsOnTimeAgain() {
    for (Duration pause : List.of(TURN, TURN.plusMillis(100), Duration.ofHours(8))) {
      Item due = in(Duration.ofSeconds(1));
      List<Item> later = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        Item item = in(Duration.ofMillis(80L * i));
        item.at(pause.plusMillis(700 + i)); // moved without a word
        later.add(item);
      }
      final long deadline = later.get(599).deadline;
      loop.advance(pause);
      pass(Duration.ofMillis(250));
      assertEquals(1, due.ticks.size());
      pass(Duration.ofSeconds(2));
      for (Item item : later) {
        assertEquals(1, item.ticks.size());
        assertTrue(item.ticks.get(0) <= deadline + 2 * SLOT, "late after a pause of " + pause);
      }
    }
  }

  /** Time goes on between two looks at the clock. */
  @Test
  void losesNoDeadlineWhenTheClockMovesWhileItStarts() {
    long[] clock = {10 * SLOT - 1};
    LongSupplier ticks = () -> clock[0]++;
    LoopTimers moving = new LoopTimers(loop, ticks);
    Item item = new Item();
    item.deadline = 0;
    moving.update(item);
    clock[0] = 12 * SLOT;
    loop.advance(Duration.ofMillis(100));
    assertEquals(1, item.ticks.size());
  }

  @Test
  void oneThatFailsDoesNotStopTheOthers() {
    Item bad = in(Duration.ofSeconds(1));
    bad.then =
        () -> {
          bad.deadline = Timed.NEVER;
          throw new IllegalStateException("for the test");
        };
    Item good = in(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(3));
    assertEquals(1, bad.ticks.size());
    assertEquals(1, good.ticks.size());
  }

  /** Many items against the plain rule: not before the deadline, not two slots after it. */
  @Test
  void agreesWithTheRuleInRandomRuns() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Item item = new Item();
      item.then = () -> item.deadline = random.nextInt(4) == 0 ? Timed.NEVER : far(random);
      items.add(item);
    }
    for (int step = 0; step < 5_000; step++) {
      Item item = items.get(random.nextInt(items.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          item.deadline = far(random);
          timers.update(item);
        }
        case 4 -> {
          item.deadline = Timed.NEVER;
          timers.remove(item);
        }
        case 5 -> item.deadline = Timed.NEVER; // without a word
        default -> {}
      }
      loop.advance(Duration.ofNanos(random.nextInt((int) SLOT)));
      if (random.nextInt(500) == 0) {
        loop.advance(Duration.ofMillis(random.nextInt(100_000)));
      }
      long now = loop.now();
      for (Item each : items) {
        assertTrue(each.deadline > now - 2 * SLOT, () -> "late, seed " + seed);
      }
    }
    long ticks = items.stream().mapToLong(item -> item.ticks.size()).sum();
    assertTrue(ticks > 1_000, () -> ticks + " ticks, seed " + seed);
  }

  private long far(Random random) {
    long range = random.nextInt(10) == 0 ? 4 * TURN.toMillis() : 5_000;
    return loop.now() + Duration.ofMillis(random.nextInt((int) range)).toNanos();
  }
}
