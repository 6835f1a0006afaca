/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.auth.radius.RadiusServer;
import io.rdgateway.auth.radius.RadiusTiming;
import io.rdgateway.auth.radius.SharedSecret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Debian's FreeRADIUS with users of its own: alice by any method, bob who is asked for the code
 * 123456. It decides about tunnels as it is told.
 */
final class FreeRadius implements AutoCloseable {
  static final String ALICE = "Alice-Pass-1";
  static final String BOB = "Bob-Pass-1";
  static final String CODE = "123456";

  private static final Duration START = Duration.ofSeconds(15);

  private final Path folder;
  private final String secret;
  private final int authPort;
  private final int oldPort;
  private final int accountingPort;
  private final Child server;

  private FreeRadius(Path folder, boolean tunnels, Duration delay) {
    this.folder = folder;
    String program = Peers.program("freeradius", "freeradius");
    secret = Account.password();
    authPort = freePort();
    oldPort = freePort();
    accountingPort = freePort();
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("radiusd.conf"),
          resource()
              .replace("@DIR@", folder.toString())
              .replace("@SECRET@", secret)
              .replace("@DELAY@", Long.toString(delay.toSeconds()))
              .replace("@TUNNELS@", tunnels ? "Accept" : "Reject")
              .replace("@AUTH_PORT@", Integer.toString(authPort))
              .replace("@OLD_PORT@", Integer.toString(oldPort))
              .replace("@ACCT_PORT@", Integer.toString(accountingPort)));
      Files.writeString(
          folder.resolve("users"),
          "alice Cleartext-Password := \"%s\"\n\tFilter-Id = \"staff\"\n".formatted(ALICE)
              + "bob Cleartext-Password := \"%s\"\n".formatted(BOB));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server =
        Child.start(
            folder.resolve("server.log"),
            Map.of(),
            List.of(program, "-f", "-d", folder.toString()));
  }

  /**
   * Starts a server.
   *
   * @param tunnels whether users without a password may open a tunnel
   * @param delay before it says so, as if a person were asked
   */
  static FreeRadius start(Path folder, boolean tunnels, Duration delay) {
    FreeRadius radius = new FreeRadius(folder.resolve("radius"), tunnels, delay);
    if (!Await.until(
            START,
            () ->
                !radius.server.isAlive()
                    || radius.server.output().contains("Ready to process requests"))
        || !radius.server.isAlive()) {
      String output = radius.server.output();
      radius.close();
      throw new AssertionError("FreeRADIUS did not start: " + output);
    }
    return radius;
  }

  private static String resource() throws IOException {
    try (InputStream in = FreeRadius.class.getResourceAsStream("/interop/radiusd.conf")) {
      if (in == null) {
        throw new IOException("the configuration of FreeRADIUS is not among the test resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RadiusServer.Builder server() {
    return at(authPort);
  }

  /** The same server as it was before anybody knew that Message-Authenticator matters. */
  RadiusServer.Builder old() {
    return at(oldPort).timing(RadiusTiming.defaults().withAnswerTime(Duration.ofSeconds(3)));
  }

  RadiusServer accounting() {
    return at(accountingPort).build();
  }

  /** A server that is not there. */
  RadiusServer.Builder nobody() {
    return at(freePort());
  }

  private RadiusServer.Builder at(int port) {
    return RadiusServer.builder(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SharedSecret.of(secret));
  }

  /** The access requests that it has processed. Repetitions of one are not among them. */
  List<Map<String, String>> requests() {
    return details("requests.log");
  }

  /** The accounting records that it has got. */
  List<Map<String, String>> records() {
    return details("records.log");
  }

  /** What it has to say. */
  String output() {
    return server.output();
  }

  private List<Map<String, String>> details(String name) {
    Path file = folder.resolve(name);
    try {
      List<Map<String, String>> all = new ArrayList<>();
      if (Files.exists(file)) {
        for (String block : Files.readString(file).split("\n\n", -1)) {
          Map<String, String> attributes = new HashMap<>();
          Arrays.stream(block.split("\n", -1))
              .filter(line -> line.startsWith("\t"))
              .map(line -> line.strip().split(" = ", 2))
              .forEach(pair -> attributes.put(pair[0], pair[1].replace("\"", "")));
          if (!attributes.isEmpty()) {
            all.add(attributes);
          }
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it signs in. */
  int authPort() {
    return authPort;
  }

  /** What it shares with its clients. */
  String secret() {
    return secret;
  }

  @Override
  public void close() {
    server.close();
  }
}
