/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.auth.ldap.LdapServer;
import io.rdgateway.tls.SelfSignedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A domain controller of Samba for the domain CORP, on a loopback address of its own, whose
 * winbindd also serves {@code ntlm_auth}. The users: alice, who is in Desktops, which is in Remote,
 * and some who may not come.
 */
final class SambaDomain implements AutoCloseable {
  static final String BASE = "DC=corp,DC=example";
  static final String HOST = "dc1";

  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(10);
  private static final Duration TOOL = Duration.ofMinutes(2);
  private static final int LDAPS = 636;

  /** Where clients look for winbindd, whatever the configuration says. */
  private static final Path WINBINDD = Path.of("/run/samba/winbindd/pipe");

  private final Path folder;
  private final String address;
  private final String password = "Aa1-" + Account.password();
  private final Child process;

  private SambaDomain(Path folder) {
    this.folder = folder;
    SecureRandom random = new SecureRandom();
    address = "127." + (1 + random.nextInt(63)) + "." + random.nextInt(256) + ".1";
    provision();
    addUsers();
    process =
        Child.start(
            folder.resolve("samba.log"),
            Map.of(),
            // Of its own group, since it ends its group when it ends.
            List.of(
                Peers.program("setsid", "util-linux"),
                Peers.program("samba", "samba"),
                "-i",
                "-M",
                "prefork",
                "--debug-stdout",
                "-s",
                configuration().toString()));
    if (!Await.until(START, () -> !process.isAlive() || (answers() && Files.exists(WINBINDD)))
        || !process.isAlive()) {
      process.close();
      throw new AssertionError("samba does not start: " + process.output());
    }
  }

  static SambaDomain start(Path folder) throws IOException {
    requireNoWinbind();
    Files.createDirectories(Path.of("/run/samba"));
    return new SambaDomain(Files.createTempDirectory(folder, "samba"));
  }

  /** What one that was killed has left behind is removed. */
  private static void requireNoWinbind() throws IOException {
    if (Files.exists(WINBINDD)) {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(WINBINDD));
        throw new AssertionError("The interop tests need this machine's winbindd ended.");
      } catch (ConnectException e) {
        Files.delete(WINBINDD);
      }
    }
  }

  private void provision() {
    tool(
        "domain",
        "provision",
        "--realm=CORP.EXAMPLE",
        "--domain=CORP",
        "--adminpass=" + password,
        "--server-role=dc",
        "--host-name=" + HOST,
        "--host-ip=" + address,
        "--dns-backend=SAMBA_INTERNAL",
        "--targetdir=" + folder,
        "--option=interfaces=" + address + "/8",
        "--option=bind interfaces only=yes");
    SelfSignedCertificate.generate(
            List.of(address),
            SelfSignedCertificate.KeyType.RSA_2048,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1))
        .writePem(certificate(), folder.resolve("key.pem"));
    try {
      for (String name : List.of("run", "ncalrpc")) {
        Files.createDirectories(folder.resolve(name));
      }
      String own =
          """
          [global]
          server services = s3fs, rpc, ldap, cldap, kdc, winbindd
          log file = FOLDER/log.%m
          pid directory = FOLDER/run
          ncalrpc dir = FOLDER/ncalrpc
          tls certfile = FOLDER/certificate.pem
          tls keyfile = FOLDER/key.pem
          tls cafile =
          """
              .replace("FOLDER", folder.toString());
      String provisioned = Files.readString(configuration());
      Files.writeString(configuration(), provisioned.replaceFirst("(?m)^\\[global]$", own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addUsers() {
    for (String user : List.of("alice", "disabled", "expired", "novice")) {
      managed("user", "create", user, password);
    }
    managed("user", "disable", "disabled");
    managed("user", "setexpiry", "expired", "--days=0");
    managed(
        "user",
        "setpassword",
        "novice",
        "--newpassword=" + password,
        "--must-change-at-next-login");
    managed("group", "add", "Desktops");
    managed("group", "add", "Remote");
    managed("group", "addmembers", "Desktops", "alice");
    managed("group", "addmembers", "Remote", "Desktops");
  }

  /** Changes the directory under the running server. */
  void managed(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("-s", configuration().toString()));
    tool(all.toArray(String[]::new));
  }

  private void tool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Peers.program("samba-tool", "samba samba-ad-provision samba-dsdb-modules"));
    command.addAll(List.of(arguments));
    try (Child tool = Child.start(folder.resolve("tool.log"), Map.of(), command)) {
      if (!tool.endsWithin(TOOL) || tool.exitStatus() != 0) {
        throw new AssertionError("samba-tool fails: " + tool.output());
      }
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, LDAPS), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path configuration() {
    return folder.resolve("etc/smb.conf");
  }

  Path certificate() {
    return folder.resolve("certificate.pem");
  }

  /** Of everybody. */
  String password() {
    return password;
  }

  LdapServer ldaps() {
    return new LdapServer(address, LDAPS);
  }

  /** The helper that asks this domain. */
  List<String> ntlmAuth() {
    return List.of(Peers.program("ntlm_auth", "winbind"), "--configfile=" + configuration());
  }

  /** Waits for all of its processes, which write into its folder until they have ended. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.handle().descendants().toList();
    process.close();
    if (!Await.until(END, () -> all.stream().noneMatch(ProcessHandle::isAlive))) {
      all.forEach(ProcessHandle::destroyForcibly);
      if (!Await.until(END, () -> all.stream().noneMatch(ProcessHandle::isAlive))) {
        throw new IllegalStateException("processes of samba stay: " + all);
      }
    }
  }
}
