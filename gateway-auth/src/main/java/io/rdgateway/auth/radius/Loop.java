/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One thread, its time and its sockets: all that the client takes from the outside. Everything that
 * a client keeps belongs to this thread.
 */
interface Loop extends AutoCloseable {

  /** What is to be done at a time. */
  interface Timer {
    void cancel();
  }

  /** A datagram socket that is connected to one server, from a port of its own. */
  interface Port {
    void send(byte[] datagram);

    void close();
  }

  /** Takes what comes in at a port. */
  interface Receiver {
    void received(InetSocketAddress sender, byte[] datagram);

    /** The network says that nobody listens there. */
    void failed(String why);

    /** The port is gone, by its failure or by {@link Port#close}; nothing more comes or goes. */
    void closed(String why);
  }

  /** Nanoseconds from an arbitrary start. */
  long nanoTime();

  /**
   * Runs a task on the thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException after the end
   */
  void execute(Runnable task);

  Timer schedule(Duration delay, Runnable task);

  Port open(InetSocketAddress server, Receiver receiver) throws IOException;

  @Override
  void close();
}
