/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** HAProxy or nginx in front of a gateway, by a configuration file of the documentation. */
final class FrontProxy implements AutoCloseable {
  /** Where it connects to the gateway from, so that its clients have another address. */
  static final String SOURCE = "127.0.0.9";

  private static final Path RECIPES = Path.of("..", "docs", "proxies");
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int PORT = 443;

  private final Child process;
  private final String address;

  private FrontProxy(Child process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts the proxy.
   *
   * @param certificateAndKey in one PEM file; for those that end TLS
   */
  static FrontProxy start(
      Path folder, Recipe recipe, InetSocketAddress gateway, Path certificateAndKey)
      throws IOException {
    String address = TestGateway.loopbackAddress();
    String filled =
        Files.readString(RECIPES.resolve(recipe.file()))
            .replace("LISTEN_ADDRESS", address)
            .replace("GATEWAY_ADDRESS", gateway.getAddress().getHostAddress())
            .replace("GATEWAY_PORT", Integer.toString(gateway.getPort()))
            .replace("PROXY_ADDRESS", SOURCE)
            .replace("CERTIFICATE_AND_KEY", certificateAndKey.toString());
    Path file = folder.resolve(recipe.file());
    Path log = folder.resolve("proxy.log");
    Files.writeString(file, recipe.isHaproxy() ? filled : nginx(folder, recipe, filled));
    List<String> command = new ArrayList<>();
    if (recipe.isHaproxy()) {
      command.addAll(List.of(Peers.program("haproxy", "haproxy"), "-db", "-f", file.toString()));
    } else {
      command.addAll(List.of(Peers.program("nginx", "nginx"), "-c", file.toString()));
      command.addAll(List.of("-e", "stderr", "-g", "daemon off;"));
    }
    FrontProxy proxy = new FrontProxy(Child.start(log, Map.of(), command), address);
    if (!Await.until(BOUND, proxy::listens)) {
      String output = proxy.output();
      proxy.close();
      throw new AssertionError("the proxy does not start: " + output);
    }
    return proxy;
  }

  /** What stands around a recipe in nginx.conf, with every file in the folder of the test. */
  private static String nginx(Path folder, Recipe recipe, String filled) {
    String body =
        recipe == Recipe.NGINX_HTTP
            ? """
              http {
                access_log FOLDER/access.log;
                client_body_temp_path FOLDER/body;
                proxy_temp_path FOLDER/proxy;
                fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi;
                scgi_temp_path FOLDER/scgi;
              """
                + filled
                + "}\n"
            : filled;
    String module =
        recipe == Recipe.NGINX_HTTP
            ? ""
            : "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n";
    String main =
        """
        user root;
        pid FOLDER/nginx.pid;
        worker_processes 1;
        events { worker_connections 256; }
        """;
    return module + (main + body).replace("FOLDER", folder.toString());
  }

  private boolean listens() {
    try (Socket probe = new Socket(address, PORT)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  String address() {
    return address;
  }

  String output() {
    return process.output();
  }

  @Override
  public void close() {
    process.close();
  }
}
