/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The life of a tunnel, told at its end. An event that begins with the tunnel needs a recording
 * that was on by then; {@link #life} is right in any case.
 */
@Name("io.rdgateway.TunnelClosed")
@Label("Tunnel Closed")
@Description("Lasts as long as the tunnel did, if the recording was on when it was opened")
final class TunnelClosedEvent extends SubjectEvent {
  @Label("From Client")
  @DataAmount
  long bytesFromClient;

  @Label("To Client")
  @DataAmount
  long bytesToClient;

  @Label("Life")
  @Timespan(Timespan.NANOSECONDS)
  long life;

  @Label("Reason")
  @Nullable String reason;
}
