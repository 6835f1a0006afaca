/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A FreeRDP client on a display. */
final class FreeRdp implements AutoCloseable {
  /** FreeRDP 3 asks for a Kerberos ticket first; without a realm it asks nobody. */
  private static final Map<String, String> NO_REALM = Map.of("KRB5_CONFIG", "/dev/null");

  private final Child process;

  private FreeRdp(Child process) {
    this.process = process;
  }

  /**
   * Starts the client.
   *
   * @param folder keeps its log and its settings
   * @param gatewayPassword what it tells the gateway
   * @param host what it asks the gateway for
   * @param hostPassword what it tells the host
   */
  static FreeRdp start(
      Route route,
      Path folder,
      Display display,
      TestGateway gateway,
      String gatewayPassword,
      String host,
      String hostPassword) {
    return start(route, folder, display, gateway, gatewayPassword, host, hostPassword, List.of());
  }

  /**
   * The same with more options.
   *
   * @param options as on the command line
   */
  static FreeRdp start(
      Route route,
      Path folder,
      Display display,
      TestGateway gateway,
      String gatewayPassword,
      String host,
      String hostPassword,
      List<String> options) {
    return start(
        route,
        folder,
        display,
        route.gatewayOptions(gateway.address(), TestGateway.USER, gatewayPassword),
        host,
        hostPassword,
        options);
  }

  /**
   * The same with any way to name the gateway.
   *
   * @param gatewayOptions as on the command line
   */
  static FreeRdp start(
      Route route,
      Path folder,
      Display display,
      List<String> gatewayOptions,
      String host,
      String hostPassword,
      List<String> options) {
    return start(route, folder, display, gatewayOptions, host, hostPassword, options, NO_REALM);
  }

  /** A client of version 3 that asks the KDC of a realm for a ticket. */
  static FreeRdp startInRealm(
      Route route,
      Path folder,
      Display display,
      TestGateway gateway,
      String host,
      String hostPassword,
      KerberosRealm realm) {
    List<String> gatewayOptions =
        route.gatewayOptions(gateway.address(), TestGateway.USER, gateway.password()).stream()
            .map(option -> option + ",d:" + KerberosRealm.NAME)
            .toList();
    return start(
        route, folder, display, gatewayOptions, host, hostPassword, List.of(), realm.environment());
  }

  private static FreeRdp start(
      Route route,
      Path folder,
      Display display,
      List<String> gatewayOptions,
      String host,
      String hostPassword,
      List<String> options,
      Map<String, String> kerberos) {
    Path home = folder.resolve("home");
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add(route.program());
    command.addAll(gatewayOptions);
    if (!host.isEmpty()) {
      command.add("/v:" + host);
    }
    command.add("/u:" + Account.NAME);
    command.add("/p:" + hostPassword);
    command.add("/cert:ignore");
    command.add("/size:" + DesktopPicture.WIDTH + "x" + DesktopPicture.HEIGHT);
    command.addAll(options);
    Map<String, String> environment = new HashMap<>(kerberos);
    environment.put("DISPLAY", display.name());
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.toString());
    return new FreeRdp(Child.startWithInput(folder.resolve("client.log"), environment, command));
  }

  /** Answers a question that it asked in its output. */
  void answer(String line) {
    process.type(line + "\n");
  }

  String output() {
    return process.output();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean endsWithin(Duration bound) {
    return process.endsWithin(bound);
  }

  int exitStatus() {
    return process.exitStatus();
  }

  /** The client vanishes: the kernel closes its connections, and nobody says goodbye. */
  void kill() {
    process.kill();
  }

  /** Kills it, since it answers a polite signal with a trace of its stack. */
  @Override
  public void close() {
    process.kill();
    process.close();
  }
}
