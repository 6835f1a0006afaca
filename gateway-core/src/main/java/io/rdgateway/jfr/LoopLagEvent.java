/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** How late an event loop was, told by its own thread about once a second. */
@Name("io.rdgateway.LoopLag")
@Label("Loop Lag")
@Description("A loop that tells nothing for seconds hangs")
@Category("RD Gateway")
@StackTrace(false)
public final class LoopLagEvent extends Event {
  @Label("Lag")
  @Timespan(Timespan.NANOSECONDS)
  long lag;

  private LoopLagEvent() {}

  /**
   * Tells it, if anybody records.
   *
   * @param nanos how late
   */
  public static void tell(long nanos) {
    LoopLagEvent event = new LoopLagEvent();
    if (event.shouldCommit()) {
      event.lag = nanos;
      event.commit();
    }
  }
}
