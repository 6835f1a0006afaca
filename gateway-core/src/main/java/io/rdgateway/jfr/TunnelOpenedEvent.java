/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A tunnel was authorized. */
@Name("io.rdgateway.TunnelOpened")
@Label("Tunnel Opened")
final class TunnelOpenedEvent extends SubjectEvent {
  @Label("Policy")
  @Nullable String policy;

  @Label("Set-up Time")
  @Description("Since the client's connection was accepted, the sign-in included")
  @Timespan(Timespan.NANOSECONDS)
  long setUp;
}
