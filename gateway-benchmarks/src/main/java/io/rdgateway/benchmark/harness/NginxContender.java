/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** nginx's stream module as TLS to TCP, one worker. */
record NginxContender(int core) implements Contender {
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  /** A tunnel is two connections; some are on their way out. */
  private static final int SPARE = 500;

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int PATIENCE = 500;

  @Override
  public String label() {
    return "nginx";
  }

  @Override
  public Protocol protocol() {
    return Protocol.TLS;
  }

  @Override
  public Running start(Place place) throws IOException, InterruptedException {
    int port = Programs.freePort();
    Path config = place.folder().resolve("nginx.conf");
    int connections = 2 * place.tunnels() + SPARE;
    Files.writeString(
        config,
        """
        load_module %s;
        daemon off;
        pid %s;
        error_log stderr;
        worker_processes 1;
        worker_rlimit_nofile %d;
        events {
            worker_connections %d;
        }
        stream {
            server {
                listen 127.0.0.1:%d ssl;
                ssl_certificate %s;
                ssl_certificate_key %s;
                ssl_protocols TLSv1.3;
                ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
                proxy_pass 127.0.0.1:%d;
                proxy_timeout 1h;
            }
        }
        """
            .formatted(
                module(),
                place.folder().resolve("nginx.pid"),
                connections + SPARE,
                connections,
                port,
                place.certificate(),
                place.key(),
                place.targetPort()));
    Child child =
        Child.start(
            label(),
            core,
            List.of(program(), "-e", "stderr", "-c", config.toString()),
            place.folder().resolve("nginx.log"));
    try {
      Programs.awaitListening(child, port);
      awaitWorker(child);
    } catch (IOException e) {
      child.close();
      throw e;
    }
    return new Running(child, port, "", Optional.empty());
  }

  /** The master listens before there is anybody who does the work, and whose time counts. */
  private static void awaitWorker(Child child) throws IOException, InterruptedException {
    for (int i = 0; child.pids().size() == 1; i++) {
      if (i == PATIENCE) {
        throw new IOException("nginx has no worker");
      }
      child.pause(PAUSE);
    }
  }

  private static Path module() throws IOException {
    if (!Files.exists(MODULE)) {
      throw new IOException(MODULE + " is missing; on Debian: apt-get install libnginx-mod-stream");
    }
    return MODULE;
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Programs.output(List.of(program(), "-v"));
  }

  private static String program() throws IOException {
    return Programs.find("nginx", "nginx libnginx-mod-stream");
  }
}
