/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.tls.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An RDP host that shows a known picture to whoever signs in. */
final class Xrdp implements AutoCloseable {
  static final String ADDRESS = "127.0.0.1";

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");
  private static final int SESMAN_PORT = 3350;
  private static final Duration START = Duration.ofSeconds(10);

  private final Account account;
  private final int port;
  private final Child sessions;
  private final Child server;

  private Xrdp(Account account, int port, Child sessions, Child server) {
    this.account = account;
    this.port = port;
    this.sessions = sessions;
    this.server = server;
  }

  static Xrdp start(Path folder, DesktopPicture picture) {
    String serverProgram = Peers.program("xrdp", "xrdp");
    String sessionsProgram = Peers.program("xrdp-sesman", "xrdp");
    requireFile("/usr/lib/xorg/modules/drivers/xrdpdev_drv.so", "xorgxrdp");
    Account account = Account.prepare();
    requireFreeSesmanPort();
    int port = freePort();
    configure(folder, port, picture);
    Peers.run("", "/bin/sh", "-c", ". /usr/share/xrdp/socksetup");
    Child sessions = run(folder, "sesman", SESMAN_PORT, sessionsProgram);
    try {
      Child server = run(folder, "xrdp", port, serverProgram);
      return new Xrdp(account, port, sessions, server);
    } catch (AssertionError e) {
      sessions.close();
      throw e;
    }
  }

  private static void requireFile(String file, String debianPackage) {
    if (!Files.exists(Path.of(file))) {
      throw new AssertionError(
          "The interop tests need the Debian package "
              + debianPackage
              + "; .ci/install-peers installs it.");
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireFreeSesmanPort() {
    if (listens(SESMAN_PORT)) {
      throw new AssertionError(
          "The interop tests need the loopback port "
              + SESMAN_PORT
              + " for xrdp's session manager; end what listens there.");
    }
  }

  private static void configure(Path folder, int port, DesktopPicture picture) {
    SelfSignedCertificate.generate(
            List.of(ADDRESS),
            SelfSignedCertificate.KeyType.RSA_2048,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1))
        .writePem(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    for (String name : List.of("xrdp.ini", "sesman.ini")) {
      write(
          folder.resolve(name),
          resource(name)
              .replace("@DIR@", folder.toString())
              .replace("@PORT@", Integer.toString(port))
              .replace("@SESMAN_PORT@", Integer.toString(SESMAN_PORT)));
    }
    Path script = folder.resolve("desktop.sh");
    write(script, picture.script());
    try {
      // The account of the desktop runs the script and sees nothing else of the folder.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Xrdp.class.getResourceAsStream("/interop/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Child run(Path folder, String name, int port, String program) {
    Child child =
        Child.start(
            folder.resolve(name + ".out"),
            Map.of(),
            List.of(program, "--nodaemon", "--config", folder.resolve(name + ".ini").toString()));
    if (!Await.until(START, () -> !child.isAlive() || listens(port)) || !child.isAlive()) {
      String output = child.output() + text(folder.resolve(name + ".log"));
      child.close();
      throw new AssertionError(name + " does not listen: " + output);
    }
    return child;
  }

  /** xrdp takes 127.0.0.1 for either of the loopback addresses. */
  private static boolean listens(int port) {
    return LOOPBACK.stream().anyMatch(address -> accepts(address, port));
  }

  private static boolean accepts(String address, int port) {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (SocketException e) {
      return false; // nobody listens, or the machine has no IPv6
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  String password() {
    return account.currentPassword();
  }

  /** Kills the processes that serve the clients: the host's connections end with them. */
  void dropConnections() {
    List<ProcessHandle> serving = server.handle().children().toList();
    if (serving.isEmpty()) {
      throw new AssertionError("xrdp serves no client");
    }
    serving.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    try (sessions) {
      try (server) {
        server.handle().children().forEach(ProcessHandle::destroyForcibly);
      }
    } finally {
      Account.endProcesses();
    }
  }
}
