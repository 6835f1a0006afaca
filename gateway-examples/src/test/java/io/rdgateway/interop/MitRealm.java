/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The KDC and the password server of MIT Kerberos for one realm, on loopback and TCP only. */
final class MitRealm implements AutoCloseable {
  static final String NAME = "EXAMPLE.TEST";
  static final String USER = "alice";
  static final String SERVICE = "HTTP/localhost";

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path folder;
  private final int kdcPort = freePort();
  private final int passwordPort = freePort();
  private final String password = Account.password();
  private final List<Child> daemons = new ArrayList<>();

  private MitRealm(Path folder) {
    this.folder = folder;
  }

  static MitRealm start(Path parent) {
    try {
      var realm = new MitRealm(Files.createDirectory(parent.resolve("realm")));
      realm.create();
      realm.run("krb5kdc", "krb5-kdc", realm.kdcPort, "-n");
      realm.run("kadmind", "krb5-admin-server", realm.passwordPort, "-nofork");
      return realm;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create() throws IOException {
    Files.writeString(
        folder.resolve("krb5.conf"), "[libdefaults]\n default_realm = " + NAME + "\n");
    Files.writeString(folder.resolve("acl"), "");
    Files.writeString(
        folder.resolve("kdc.conf"),
        """
        [kdcdefaults]
         kdc_listen = ""
         kdc_tcp_listen = 127.0.0.1:%d
        [realms]
         %s = {
          database_name = %s/principal
          key_stash_file = %s/stash
          acl_file = %s/acl
          kadmind_listen = 127.0.0.1:%d
          kpasswd_listen = 127.0.0.1:%d
         }
        """
            .formatted(kdcPort, NAME, folder, folder, folder, freePort(), passwordPort));
    tool("kdb5_util", "krb5-kdc", "create", "-s", "-r", NAME, "-P", Account.password());
    tool(
        "kadmin.local",
        "krb5-admin-server",
        "-q",
        "addprinc -pw " + password + " +requires_preauth " + USER);
    tool("kadmin.local", "krb5-admin-server", "-q", "addprinc -randkey " + SERVICE);
  }

  private void tool(String program, String debianPackage, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Peers.program("env", "coreutils"));
    environment().forEach((name, value) -> command.add(name + "=" + value));
    command.add(Peers.program(program, debianPackage));
    command.addAll(List.of(arguments));
    Peers.run("", command.toArray(String[]::new));
  }

  private Map<String, String> environment() {
    return Map.of(
        "KRB5_CONFIG", folder.resolve("krb5.conf").toString(),
        "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString());
  }

  private void run(String program, String debianPackage, int port, String argument) {
    Child daemon =
        Child.start(
            folder.resolve(program + ".log"),
            environment(),
            List.of(Peers.program(program, debianPackage), argument));
    daemons.add(daemon);
    if (!Await.until(SOON, () -> listens(port) || !daemon.isAlive()) || !daemon.isAlive()) {
      close();
      throw new AssertionError(program + " does not listen: " + daemon.output());
    }
  }

  private static boolean listens(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int kdcPort() {
    return kdcPort;
  }

  int passwordPort() {
    return passwordPort;
  }

  String password() {
    return password;
  }

  @Override
  public void close() {
    daemons.forEach(Child::close);
  }
}
