/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.channel.EventLoop;
import io.rdgateway.Announcement;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.timer.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;

/**
 * The announcements of one gateway. Tunnels are told on their own loops: those that have a channel
 * when a window begins by this clock, the others when their channel opens. Thread-safe.
 */
public final class Announcements {
  /** The wall clock may be set: it is looked at again this often while somebody waits for it. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Set<Announcement> all = new CopyOnWriteArraySet<>();
  private final Supplier<Instant> wallClock;
  private final TunnelRegistry registry;

  Announcements(Supplier<Instant> wallClock, TunnelRegistry registry) {
    this.wallClock = wallClock;
    this.registry = registry;
  }

  /**
   * Adds one.
   *
   * @param loop waits for its beginning and its end
   */
  public void add(Announcement announcement, EventLoop loop, LoopTimers timers) {
    if (all.add(announcement)) {
      Window window = new Window(announcement, timers);
      loop.execute(() -> window.onTick(timers.now()));
    }
  }

  /** Takes one back; who has got it keeps it. */
  public boolean remove(Announcement announcement) {
    return all.remove(announcement);
  }

  /** Those whose window has not ended, also when nobody has looked at the clock since its end. */
  public List<Announcement> pending() {
    Instant now = wallClock.get();
    return all.stream().filter(a -> now.isBefore(a.until())).toList();
  }

  /** Those of this moment. */
  Collection<Announcement> current() {
    Instant now = wallClock.get();
    return all.stream().filter(a -> isOn(a, now)).toList();
  }

  private static boolean isOn(Announcement announcement, Instant now) {
    return !now.isBefore(announcement.from()) && now.isBefore(announcement.until());
  }

  /** One announcement on the loop that waits for it. */
  private final class Window extends Timed {
    private final Announcement announcement;
    private final LoopTimers timers;
    private boolean told;
    private long nextLook = NEVER;

    Window(Announcement announcement, LoopTimers timers) {
      this.announcement = announcement;
      this.timers = timers;
    }

    @Override
    protected long nextDeadline() {
      return nextLook;
    }

    @Override
    protected void onTick(long now) {
      Instant wall = wallClock.get();
      if (!wall.isBefore(announcement.until())) {
        all.remove(announcement);
      }
      if (!all.contains(announcement)) {
        nextLook = NEVER;
        return;
      }
      if (!told && isOn(announcement, wall)) {
        told = true;
        registry.live().forEach(LiveTunnel::announce);
      }
      nextLook = now + untilChange(wall).toNanos();
      timers.update(this);
    }

    private Duration untilChange(Instant wall) {
      Instant change = told ? announcement.until() : announcement.from();
      return change.isAfter(wall.plus(LONGEST_WAIT))
          ? LONGEST_WAIT
          : Duration.between(wall, change);
    }
  }
}
