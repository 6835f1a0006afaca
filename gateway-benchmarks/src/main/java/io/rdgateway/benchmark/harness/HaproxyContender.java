/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** HAProxy as TLS to TCP, one thread. */
record HaproxyContender(int core) implements Contender {
  /** Connections of tunnels that are on their way out. */
  private static final int SPARE = 200;

  @Override
  public String label() {
    return "haproxy";
  }

  @Override
  public Protocol protocol() {
    return Protocol.TLS;
  }

  @Override
  public Running start(Place place) throws IOException, InterruptedException {
    int port = Programs.freePort();
    Path pem = place.folder().resolve("haproxy.pem");
    Files.writeString(pem, Files.readString(place.certificate()) + Files.readString(place.key()));
    Path config = place.folder().resolve("haproxy.cfg");
    Files.writeString(
        config,
        """
        global
            nbthread 1
            maxconn %d
        defaults
            mode tcp
            timeout connect 10s
            timeout client 1h
            timeout server 1h
        listen target
            bind 127.0.0.1:%d ssl crt %s ssl-min-ver TLSv1.3 ciphersuites TLS_AES_128_GCM_SHA256
            server target 127.0.0.1:%d
        """
            .formatted(place.tunnels() + SPARE, port, pem, place.targetPort()));
    Child child =
        Child.start(
            label(),
            core,
            List.of(program(), "-db", "-f", config.toString()),
            place.folder().resolve("haproxy.log"));
    try {
      Programs.awaitListening(child, port);
    } catch (IOException e) {
      child.close();
      throw e;
    }
    return new Running(child, port, "", Optional.empty());
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Programs.output(List.of(program(), "-v")).lines().findFirst().orElse("");
  }

  private static String program() throws IOException {
    return Programs.find("haproxy", "haproxy");
  }
}
