/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.ConfigurationException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a user for the users file. */
@Command(
    name = "hash-password",
    description = {
      "Prints an entry of the users file. The password is asked for at the console; it is no argument, since every account of the machine sees those.",
      "A new file begins with the lines \"version: 1\" and \"users:\"."
    })
final class HashPassword implements Callable<Integer> {
  @Option(names = "--name", paramLabel = "NAME", required = true, description = "Of the user.")
  private String name = "";

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The user's own: keep it when the password changes. Default: a new one.")
  private @Nullable String id;

  @Option(names = "--group", paramLabel = "GROUP", description = "One of the user's groups.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--nt-hash",
      description = {
        "Adds the NT hash, without which the user cannot sign in by NTLM, as FreeRDP and mstsc do.",
        "It is as good as the password: whoever reads the file signs in with it."
      })
  private boolean ntHash;

  @Option(names = "--stdin", description = "Reads the password as a line of standard input.")
  private boolean stdin;

  private final PrintWriter out;
  private final PasswordPrompt console;
  private final PasswordPrompt input;

  HashPassword(PrintWriter out, PasswordPrompt console, PasswordPrompt input) {
    this.out = out;
    this.console = console;
    this.input = input;
  }

  @Override
  public Integer call() throws InterruptedException {
    String password = (stdin ? input : console).ask();
    if (password.isEmpty() || password.chars().anyMatch(Character::isISOControl)) {
      throw new ConfigurationException(
          "A password must not be empty or have control characters; choose another one.");
    }
    StoredUser user;
    try {
      user =
          StoredUser.of(
                  id == null ? UUID.randomUUID().toString() : id,
                  name,
                  PasswordHash.create(password))
              .withGroups(new HashSet<>(groups));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("This is no user: " + e.getMessage() + ".", e);
    }
    out.print(UsersFile.entry(ntHash ? user.withNtHash(NtHash.ofPassword(password)) : user));
    out.flush();
    return 0;
  }
}
