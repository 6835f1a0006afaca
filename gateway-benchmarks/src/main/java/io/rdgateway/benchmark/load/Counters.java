/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** What has happened so far. Belongs to the event loop. */
final class Counters {
  /** Latencies of echoes, or times of set-ups, in nanoseconds. */
  final Histogram times = new Histogram();

  private long toClient;
  private long done;
  private int errors;
  private String firstError = "";

  void received(int bytes) {
    toClient += bytes;
  }

  /** Bytes of the host that have reached a client. */
  long toClient() {
    return toClient;
  }

  /** An echo is back, or a tunnel is set up. */
  void done(long nanos) {
    done++;
    times.record(nanos);
  }

  long done() {
    return done;
  }

  void error(String why) {
    if (errors++ == 0) {
      firstError = why;
    }
  }

  int errors() {
    return errors;
  }

  String firstError() {
    return firstError;
  }
}
