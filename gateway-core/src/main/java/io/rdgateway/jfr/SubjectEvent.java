/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.UserPrincipal;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What happened to a tunnel. The names of its fields are read by tools. */
@Category("RD Gateway")
@StackTrace(false)
abstract class SubjectEvent extends Event {
  @Label("Tunnel")
  @Nullable String tunnel;

  @Label("Connection")
  @Description("Joins the event with the gateway's log, which knows more of the client")
  @Nullable String connection;

  @Label("User Id")
  @Nullable String userId;

  @Label("Transport")
  @Nullable String transport;

  final void fill(GatewayEvent.Subject subject) {
    tunnel = subject.tunnelId();
    connection = subject.connection().id();
    UserPrincipal principal = subject.principal();
    userId = principal == null ? null : FlightEvents.printable(principal.id());
    transport = subject.connection().transport().name();
  }
}
