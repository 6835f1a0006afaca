/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import java.net.InetSocketAddress;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One attempt to connect to a host, and how long it took. For one thread at a time. */
@Name("io.rdgateway.HostConnect")
@Label("Host Connect")
@Category("RD Gateway")
@StackTrace(false)
public final class HostConnectEvent extends Event {
  @Label("Host")
  @Nullable String host;

  @Label("Address")
  @Nullable String address;

  @Label("Port")
  int port;

  @Label("Connected")
  boolean connected;

  @Label("Error")
  @Nullable String error;

  /** An attempt that begins now. */
  public HostConnectEvent() {
    begin();
  }

  /**
   * The attempt is over.
   *
   * @param name of the host
   * @param target its address
   * @param why it failed; null if it did not
   */
  public void ended(String name, InetSocketAddress target, @Nullable String why) {
    if (shouldCommit()) {
      host = FlightEvents.printable(name);
      address = target.getAddress().getHostAddress();
      port = target.getPort();
      connected = why == null;
      error = why;
      commit();
    }
  }
}
