/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** A loop whose time a test moves, on a network that loses nothing by itself. */
final class ManualLoop implements Loop {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong((Due due) -> due.at).thenComparing(d -> d.turn));
  private final List<Sent> sent = new ArrayList<>();
  private final List<FakePort> ports = new ArrayList<>();
  private Consumer<Sent> network = datagram -> {};
  private long now = 1_000;
  private long turn;
  private boolean running;

  /** A datagram that the client has sent. */
  @SuppressWarnings("ArrayRecordComponent") // looked at, never compared as a whole
  record Sent(long at, FakePort port, InetSocketAddress server, byte[] bytes) {
    int identifier() {
      return bytes[1] & 0xFF;
    }
  }

  private record Due(long at, long turn, Runnable task) {}

  /** A socket of the client. */
  static final class FakePort implements Port {
    private final ManualLoop loop;
    private final InetSocketAddress server;
    private final Receiver receiver;
    private boolean closed;

    private FakePort(ManualLoop loop, InetSocketAddress server, Receiver receiver) {
      this.loop = loop;
      this.server = server;
      this.receiver = receiver;
    }

    @Override
    public void send(byte[] datagram) {
      Sent one = new Sent(loop.now, this, server, datagram.clone());
      loop.sent.add(one);
      loop.execute(() -> loop.network.accept(one));
    }

    @Override
    public void close() {
      closed = true;
    }

    boolean isClosed() {
      return closed;
    }

    void receive(byte[] datagram) {
      receiveFrom(server, datagram);
    }

    void receiveFrom(InetSocketAddress sender, byte[] datagram) {
      loop.execute(() -> receiver.received(sender, datagram));
    }

    /** The operating system takes the socket away. */
    void fail() {
      loop.execute(() -> receiver.closed("no route"));
    }

    void unreachable() {
      loop.execute(() -> receiver.failed("port unreachable"));
    }
  }

  /** What happens to each datagram of the client. */
  void onSend(Consumer<Sent> behaviour) {
    network = behaviour;
  }

  List<Sent> sent() {
    return sent;
  }

  List<FakePort> ports() {
    return ports;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (running) {
      return;
    }
    running = true;
    try {
      for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
        next.run();
      }
    } finally {
      running = false;
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Due due = new Due(now + delay.toNanos(), turn++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  /** Lets time pass, with everything that is due in it. */
  void advance(Duration duration) {
    long end = now + duration.toNanos();
    for (Due next = timers.peek(); next != null && next.at <= end; next = timers.peek()) {
      timers.remove(next);
      now = next.at;
      execute(next.task);
    }
    now = end;
  }

  int pendingTimers() {
    return timers.size();
  }

  @Override
  public Port open(InetSocketAddress server, Receiver receiver) {
    FakePort port = new FakePort(this, server, receiver);
    ports.add(port);
    return port;
  }

  @Override
  public void close() {}
}
