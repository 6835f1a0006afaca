/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A realm of MIT Kerberos with a KDC of its own, one user, and the gateway's service. */
final class KerberosRealm implements AutoCloseable {
  static final String NAME = "EXAMPLE.TEST";

  /** Clients ask for tickets only if the gateway has a name. */
  static final String GATEWAY = "localhost";

  private static final Duration START = Duration.ofSeconds(10);

  private final Path folder;
  private final Child kdc;

  private KerberosRealm(Path folder, Child kdc) {
    this.folder = folder;
    this.kdc = kdc;
  }

  /**
   * Makes the realm and starts its KDC.
   *
   * @param parent where its files go
   * @param user who can sign in
   */
  static KerberosRealm start(Path parent, String user, String password) {
    Path folder = parent.resolve("kerberos");
    int port = freePort();
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("krb5.conf"),
          """
          [libdefaults]
            default_realm = %s
            dns_lookup_kdc = false
            dns_lookup_realm = false
            dns_canonicalize_hostname = false
            rdns = false
            udp_preference_limit = 1
          [realms]
            %s = {
              kdc = 127.0.0.1:%d
            }
          [domain_realm]
            localhost = %s
          """
              .formatted(NAME, NAME, port, NAME));
      Files.writeString(
          folder.resolve("kdc.conf"),
          """
          [realms]
            %s = {
              database_name = %s/principal
              key_stash_file = %s/stash
              acl_file = %s/acl
              kdc_listen = 127.0.0.1:%d
              kdc_tcp_listen = 127.0.0.1:%d
            }
          """
              .formatted(NAME, folder, folder, folder, port, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(
        folder,
        password + "-master\n" + password + "-master\n",
        Peers.program("kdb5_util", "krb5-kdc"),
        "create",
        "-s",
        "-r",
        NAME);
    String kadmin = Peers.program("kadmin.local", "krb5-admin-server");
    run(folder, password + "\n" + password + "\n", kadmin, "-q", "addprinc " + user);
    run(folder, "", kadmin, "-q", "addprinc -randkey HTTP/" + GATEWAY);
    run(folder, "", kadmin, "-q", "ktadd -k " + folder.resolve("keytab") + " HTTP/" + GATEWAY);
    Child kdc =
        Child.start(
            folder.resolve("kdc.log"),
            environment(folder),
            List.of(Peers.program("krb5kdc", "krb5-kdc"), "-n", "-r", NAME));
    if (!Await.until(START, () -> !kdc.isAlive() || listens(port)) || !kdc.isAlive()) {
      String output = kdc.output();
      kdc.close();
      throw new AssertionError("krb5kdc does not listen: " + output);
    }
    return new KerberosRealm(folder, kdc);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (SocketException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path folder, String input, String... command) {
    List<String> whole = new ArrayList<>();
    whole.add(Peers.program("env", "coreutils"));
    environment(folder).forEach((name, value) -> whole.add(name + "=" + value));
    whole.addAll(List.of(command));
    Peers.run(input, whole.toArray(String[]::new));
  }

  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "KRB5_CONFIG", folder.resolve("krb5.conf").toString(),
        "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString(),
        "KRB5CCNAME", "FILE:" + folder.resolve("tickets"));
  }

  /** What a client needs in its environment to find the KDC. */
  Map<String, String> environment() {
    return environment(folder);
  }

  /** The keys of the gateway. */
  Path keytab() {
    return folder.resolve("keytab");
  }

  /** Fetches a ticket-granting ticket for programs that ask for no password. */
  void kinit(String user, String password) {
    run(folder, password + "\n", Peers.program("kinit", "krb5-user"), user + "@" + NAME);
  }

  @Override
  public void close() {
    kdc.close();
  }
}
