/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.util.concurrent.atomic.LongAdder;

/** Counts how the calls of one kind of hook ended. Thread-safe. */
public final class HookMeter {
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** A call has its answer. */
  public void answered(long took) {
    nanos.add(took);
    answered.increment();
  }

  /** A call has none. */
  public void failed(HookFailure.Kind how, long took) {
    nanos.add(took);
    switch (how) {
      case FAILED, NO_ANSWER -> failed.increment();
      case TIMED_OUT -> timedOut.increment();
      case OVERLOADED -> rejected.increment();
    }
  }

  long answered() {
    return answered.sum();
  }

  long failed() {
    return failed.sum();
  }

  long timedOut() {
    return timedOut.sum();
  }

  long rejected() {
    return rejected.sum();
  }

  long nanos() {
    return nanos.sum();
  }
}
