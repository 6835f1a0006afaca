/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A policy allowed or refused a tunnel, or a host. */
@Name("io.rdgateway.PolicyDecision")
@Label("Policy Decision")
@Description("What limits and the gateway's own guard refuse is told here as well")
final class PolicyDecisionEvent extends SubjectEvent {
  static final String CONNECTION = "connection";
  static final String RESOURCE = "resource";

  @Label("Kind")
  @Description(CONNECTION + " for a tunnel, " + RESOURCE + " for a host")
  @Nullable String kind;

  @Label("Policy")
  @Nullable String policy;

  @Label("Allowed")
  boolean allowed;

  @Label("Code of the Denial")
  @Nullable String code;

  @Label("Host")
  @Nullable String host;

  @Label("Port")
  int port;
}
