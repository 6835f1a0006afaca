/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.NetworkIo;
import io.rdgateway.benchmark.gateway.BenchmarkGateway;
import io.rdgateway.benchmark.load.Line;
import io.rdgateway.benchmark.load.Protocol;
import io.rdgateway.benchmark.load.Scenario;
import io.rdgateway.tls.TlsEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The gateway of this project, one kind of it. */
record GatewayContender(Settings settings, Protocol protocol, TlsEngine engine, NetworkIo io)
    implements Contender {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String label() {
    return String.join("-", "gateway", lower(protocol), lower(engine), lower(io));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Running start(Place place) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(settings.javaHome().resolve("bin").resolve("java").toString());
    command.addAll(place.scenario() == Scenario.IDLE ? settings.idleFlags() : settings.jvmFlags());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            BenchmarkGateway.class.getName(),
            "--target-port",
            Integer.toString(place.targetPort()),
            "--sign-in",
            settings.signIn().name(),
            "--engine",
            engine.name(),
            "--io",
            io.name(),
            "--loops",
            Integer.toString(settings.loops()),
            "--certificate",
            place.certificate().toString(),
            "--key",
            place.key().toString()));
    Child child =
        Child.start(label(), settings.serverCore(), command, place.folder().resolve("gateway.log"));
    try {
      Line line = child.expect("gateway", PATIENCE);
      return new Running(
          child,
          (int) line.whole("port"),
          line.text("secret"),
          Optional.of(new Heap(settings.javaHome(), child.pid())));
    } catch (IOException | InterruptedException e) {
      child.close();
      throw e;
    }
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Programs.output(
            List.of(settings.javaHome().resolve("bin").resolve("java").toString(), "-version"))
        .lines()
        .reduce((first, last) -> last)
        .orElse("");
  }
}
