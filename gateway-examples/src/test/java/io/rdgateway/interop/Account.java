/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The Unix account of the test desktop, with a new password for each host. */
final class Account {
  static final String NAME = "rdgw-test";

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String password;

  private Account(String password) {
    this.password = password;
  }

  static Account prepare() {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError(
          "The interop tests must run as root: xrdp signs in another account, and FreeRDP 3.10.3"
              + " always calls a gateway at port 443.");
    }
    Account account = new Account(password());
    try {
      Peers.run("", Peers.program("id", "coreutils"), NAME);
    } catch (AssertionError e) {
      throw new AssertionError(
          "The interop tests need the account " + NAME + "; .ci/install-peers makes it.", e);
    }
    Peers.run(NAME + ":" + account.password + "\n", Peers.program("chpasswd", "passwd"));
    return account;
  }

  /** A password that nobody has to type. */
  static String password() {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  String currentPassword() {
    return password;
  }

  /** Ends what runs under the account; nothing but the test desktop does. */
  static void endProcesses() {
    processes().forEach(ProcessHandle::destroy);
    if (!Await.until(GRACE, () -> processes().isEmpty())) {
      processes().forEach(ProcessHandle::destroyForcibly);
      if (!Await.until(GRACE, () -> processes().isEmpty())) {
        throw new IllegalStateException("processes of " + NAME + " stay: " + processes());
      }
    }
  }

  private static List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().user().filter(NAME::equals).isPresent())
        .toList();
  }
}
