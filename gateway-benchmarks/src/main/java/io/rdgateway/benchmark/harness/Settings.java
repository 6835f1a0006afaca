/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.NetworkIo;
import io.rdgateway.benchmark.load.Options;
import io.rdgateway.benchmark.load.Protocol;
import io.rdgateway.benchmark.load.Scenario;
import io.rdgateway.benchmark.load.SignIn;
import io.rdgateway.tls.TlsEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param scenarios what the tunnels carry
 * @param tunnels how many of them, in SOURCE, SINK and ECHO
 * @param setupsAtATime how many are being opened at a time in SETUP
 * @param idleTunnels how many are held in IDLE
 * @param rounds how often everything is measured
 * @param warmUpSeconds load before the measured time
 * @param seconds the measured time
 * @param messageBytes of a message in bulk
 * @param echoesPerSecond of each tunnel in ECHO
 * @param bulk tunnels with bulk beside those of ECHO
 * @param proxies names of the proxies to compare with
 * @param transports of the gateway
 * @param engines of the gateway's TLS
 * @param ios kinds of the gateway's sockets
 * @param signIn of the gateway's clients
 * @param loops event loops of the gateway
 * @param javaHome of the gateway
 * @param jvmFlags of the gateway
 * @param idleFlags of the gateway in IDLE, instead of {@code jvmFlags}
 * @param serverCore the core of what is measured
 * @param loadCore the core of load and target
 * @param out the folder for the report
 */
record Settings(
    List<Scenario> scenarios,
    List<Integer> tunnels,
    int setupsAtATime,
    int idleTunnels,
    int rounds,
    int warmUpSeconds,
    int seconds,
    int messageBytes,
    int echoesPerSecond,
    int bulk,
    List<String> proxies,
    List<Protocol> transports,
    List<TlsEngine> engines,
    List<NetworkIo> ios,
    SignIn signIn,
    int loops,
    Path javaHome,
    List<String> jvmFlags,
    List<String> idleFlags,
    int serverCore,
    int loadCore,
    Path out) {
  private static final Set<String> OPTIONS =
      Set.of(
          "scenarios",
          "tunnels",
          "setups-at-a-time",
          "idle-tunnels",
          "rounds",
          "warm-up",
          "seconds",
          "message",
          "rate",
          "bulk",
          "proxies",
          "transports",
          "engines",
          "io",
          "sign-in",
          "loops",
          "java-home",
          "jvm-flags",
          "idle-flags",
          "server-core",
          "load-core",
          "out");

  /** A heap that is all resident from the start lets the rest of the growth be seen. */
  private static final String IDLE_FLAGS = "-Xms1g -Xmx1g -XX:+AlwaysPreTouch";

  static Settings of(String[] arguments) {
    Options options = new Options(arguments, OPTIONS);
    return new Settings(
        options.constants("scenarios", "source,sink,echo,setup,idle", Scenario.class),
        options.numbers("tunnels", "16,100,500", 1),
        options.number("setups-at-a-time", 16, 1),
        options.number("idle-tunnels", 9_000, 10),
        options.number("rounds", 5, 1),
        options.number("warm-up", 10, 0),
        options.number("seconds", 10, 1),
        options.number("message", 8192, 1),
        options.number("rate", 10, 1),
        options.number("bulk", 0, 0),
        options.list("proxies", "haproxy,nginx"),
        options.constants("transports", "ws,http", Protocol.class),
        options.constants("engines", "boringssl", TlsEngine.class),
        options.constants("io", "nio", NetworkIo.class),
        options.constant("sign-in", SignIn.TOKEN),
        options.number("loops", 1, 1),
        Path.of(options.text("java-home", System.getProperty("java.home"))),
        words(options.text("jvm-flags", "")),
        words(options.text("idle-flags", IDLE_FLAGS)),
        options.number("server-core", 0, 0),
        options.number("load-core", 1, 0),
        Path.of(options.text("out", "bench-results")));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  List<Integer> tunnels(Scenario scenario) {
    return switch (scenario) {
      case SOURCE, SINK, ECHO -> tunnels;
      case SETUP -> List.of(setupsAtATime);
      case IDLE -> List.of(idleTunnels);
    };
  }

  List<Contender> contenders() {
    List<Contender> proxied =
        proxies.stream()
            .map(
                name ->
                    switch (name) {
                      case "haproxy" -> new HaproxyContender(serverCore);
                      case "nginx" -> new NginxContender(serverCore);
                      default ->
                          throw new IllegalArgumentException(
                              "--proxies knows haproxy and nginx, not " + name);
                    })
            .map(Contender.class::cast)
            .toList();
    return Stream.concat(
            transports.stream()
                .flatMap(
                    transport ->
                        engines.stream()
                            .flatMap(
                                engine ->
                                    ios.stream()
                                        .map(
                                            io ->
                                                new GatewayContender(
                                                    this, transport, engine, io)))),
            proxied.stream())
        .toList();
  }
}
