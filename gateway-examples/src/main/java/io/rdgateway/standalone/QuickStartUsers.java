/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The users in the folder of the quick start.
 *
 * @param all at least one
 * @param name who the instructions are for
 * @param shownPassword what stands for the password in the instructions: the password itself only
 *     at the start that generated it
 */
public record QuickStartUsers(List<StoredUser> all, String name, String shownPassword) {
  /** Whose members the policy of the quick start lets in. */
  static final String GROUP = "quickstart";

  /** The domain of the users, which mstsc wants to be typed. */
  public static final String DOMAIN = "RDGATEWAY";

  private static final String PLACEHOLDER = "PASSWORD";

  /** What command lines, {@code .rdp} files and NTLM all take without quotes. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}");

  /**
   * Reads the users; makes one with a generated password when there is no file.
   *
   * @param folder holds {@code users.yaml}
   * @param userName with a password: a user to set anew; null for the ones that are there
   * @param password with a user name; else null
   * @param say hears what is done, and the generated password
   * @return the users
   * @throws ConfigurationException if the file cannot be used or written
   * @throws InterruptedException if the thread is interrupted while it hashes
   */
  public static QuickStartUsers open(
      Path folder, @Nullable String userName, @Nullable String password, Consumer<String> say)
      throws InterruptedException {
    Path file = folder.resolve("users.yaml");
    boolean first = Files.notExists(file);
    if (userName != null && password != null) {
      List<StoredUser> users = new ArrayList<>(first ? List.of() : UsersFile.read(file));
      set(users, userName, password);
      UsersFile.write(file, users);
      say.accept("Set the user " + userName + " anew: " + file);
      return new QuickStartUsers(users, userName, PLACEHOLDER);
    }
    if (!first) {
      List<StoredUser> users = UsersFile.read(file);
      FolderFiles.warnIfOthersRead(file, say);
      return new QuickStartUsers(users, users.get(0).identity().name(), PLACEHOLDER);
    }
    String generated = Passwords.generate();
    List<StoredUser> users = List.of(user(UUID.randomUUID().toString(), "user", generated));
    UsersFile.write(file, users);
    say.accept("User:     user");
    say.accept("Password: " + generated + "   (shown this once; the folder keeps only hashes)");
    return new QuickStartUsers(users, "user", generated);
  }

  /** Checks what was given on the command line, before anything is written. */
  static void requireUsable(@Nullable String userName, @Nullable String password) {
    if ((userName == null) != (password == null)) {
      throw new ConfigurationException(
          (userName == null ? "--password needs --user" : "--user needs --password")
              + "; give both to set the user anew, or none to keep the one in the folder.");
    }
    if (userName != null && !NAME.matcher(userName).matches()) {
      throw new ConfigurationException(
          "--user takes 1 to 64 letters, digits, dots, hyphens and underscores, which every client"
              + " can pass on; choose such a name.");
    }
    if (password != null
        && (password.isEmpty() || password.chars().anyMatch(Character::isISOControl))) {
      throw new ConfigurationException(
          "--password must not be empty or have control characters; choose another one.");
    }
  }

  /** In place of the user of this name, or else of the first one, who is the quick start's own. */
  private static void set(List<StoredUser> users, String name, String password)
      throws InterruptedException {
    int place = 0;
    String id = UUID.randomUUID().toString();
    for (int i = 0; i < users.size(); i++) {
      if (users.get(i).identity().name().equalsIgnoreCase(name)) {
        place = i;
        id = users.get(i).identity().id();
      }
    }
    if (!users.isEmpty()) {
      users.remove(place);
    }
    users.add(place, user(id, name, password));
  }

  private static StoredUser user(String id, String name, String password)
      throws InterruptedException {
    return StoredUser.of(id, name, PasswordHash.create(password))
        .withGroups(Set.of(GROUP))
        .withNtHash(NtHash.ofPassword(password));
  }
}
