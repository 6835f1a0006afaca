/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayListener;
import io.rdgateway.audit.FanOut;
import io.rdgateway.audit.JsonLinesListener;
import io.rdgateway.audit.LogListener;
import io.rdgateway.audit.SyslogListener;
import io.rdgateway.audit.SyslogServer;
import io.rdgateway.standalone.config.EventsConfig;
import io.rdgateway.standalone.config.HostAndPort;
import io.rdgateway.standalone.config.SyslogConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the listeners that a configuration describes. */
final class EventParts {
  private EventParts() {}

  /** Each listener behind a queue of its own; what is opened is added to the resources. */
  static GatewayListener listener(
      EventsConfig config, List<GatewayListener> others, Resources resources) {
    List<GatewayListener> all = new ArrayList<>(others);
    if (config.log()) {
      all.add(new LogListener());
    }
    if (config.jsonLines() != null) {
      all.add(resources.add(new JsonLinesListener(config.jsonLines())));
    }
    for (SyslogConfig one : config.syslog()) {
      all.add(resources.add(new SyslogListener(server(one))));
    }
    return all.isEmpty()
        ? event -> {}
        : resources.add(new FanOut(all.toArray(GatewayListener[]::new)));
  }

  private static SyslogServer server(SyslogConfig config) {
    HostAndPort at = config.server();
    SyslogServer server =
        switch (config.transport()) {
          case UDP -> SyslogServer.udp(at.host(), at.port());
          case TCP -> SyslogServer.tcp(at.host(), at.port());
          case TLS -> SyslogServer.tls(at.host(), at.port(), sockets(config.trust()));
        };
    String element = config.elementId();
    return element == null ? server : server.withElementId(element);
  }

  private static SSLSocketFactory sockets(@Nullable Path trust) {
    return trust == null
        ? (SSLSocketFactory) SSLSocketFactory.getDefault()
        : PemTrust.sockets(trust);
  }
}
