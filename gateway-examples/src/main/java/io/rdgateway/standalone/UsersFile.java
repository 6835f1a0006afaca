/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Users in a file:
 *
 * <pre>{@code
 * version: 1
 * users:
 *   - id: "0b9b2c0e-…"          # stable and unique
 *     name: "alice"
 *     groups: ["quickstart"]
 *     password-hash: "$argon2id$v=19$…"
 *     nt-hash: "0123…"          # 32 hexadecimal digits; without it the user cannot use NTLM
 * }</pre>
 *
 * <p>Strict: an unknown, repeated or missing key is an error with its line. Messages never quote a
 * value, which may be a secret.
 */
final class UsersFile {

  private static final List<String> ROOT = List.of("version", "users");

  private static final String HEADER =
      """
      # Users of the gateway. Keep this file secret: whoever has an nt-hash can sign in with it
      # as if it were the password.
      version: 1
      users:
      """;

  private static final List<String> KEYS =
      List.of("id", "name", "groups", "password-hash", "nt-hash");
  private static final List<String> REQUIRED = List.of("id", "name", "password-hash");

  private UsersFile() {}

  static List<StoredUser> read(Path file) {
    List<StoredUser> users = new ArrayList<>();
    StrictYaml.readFile(
        file,
        "users",
        yaml ->
            yaml.mapping(
                ROOT,
                ROOT,
                key -> {
                  if (key.equals("version")) {
                    yaml.version(1);
                  } else {
                    Set<String> taken = new HashSet<>();
                    users.addAll(yaml.list(() -> user(yaml, taken)));
                  }
                }));
    if (users.isEmpty()) {
      throw new ConfigurationException(
          file + ": there is no user; add one, as \"rdgateway hash-password\" prints it.");
    }
    return users;
  }

  private static StoredUser user(StrictYaml yaml, Set<String> taken) {
    Map<String, String> texts = new HashMap<>();
    Set<String> groups = new HashSet<>();
    int[] line = new int[1];
    yaml.mapping(
        KEYS,
        REQUIRED,
        key -> {
          line[0] = line[0] == 0 ? yaml.line() : line[0];
          if (key.equals("groups")) {
            groups.addAll(yaml.list(yaml::text));
          } else {
            texts.put(key, yaml.text());
          }
        });
    StoredUser user;
    try {
      user =
          StoredUser.of(
                  texts.getOrDefault("id", ""),
                  texts.getOrDefault("name", ""),
                  PasswordHash.parse(texts.getOrDefault("password-hash", "")))
              .withGroups(groups);
      String ntHash = texts.get("nt-hash");
      user = ntHash == null ? user : user.withNtHash(NtHash.parse(ntHash));
    } catch (IllegalArgumentException e) {
      throw yaml.mistake(line[0], "this user is wrong: " + e.getMessage() + "; correct it");
    }
    boolean idIsNew = taken.add("id " + user.identity().id());
    boolean nameIsNew = taken.add("name " + user.identity().name().toLowerCase(Locale.ROOT));
    if (!idIsNew || !nameIsNew) {
      throw yaml.mistake(line[0], "an earlier user has this id or name; remove one of them");
    }
    return user;
  }

  static void write(Path file, List<StoredUser> users) {
    StringBuilder text = new StringBuilder(HEADER);
    users.forEach(user -> text.append(entry(user)));
    FolderFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The lines of a user. */
  static String entry(StoredUser user) {
    StringBuilder text = new StringBuilder();
    text.append("  - id: ").append(quoted(user.identity().id())).append('\n');
    text.append("    name: ").append(quoted(user.identity().name())).append('\n');
    if (!user.identity().groups().isEmpty()) {
      List<String> groups =
          user.identity().groups().stream().sorted().map(UsersFile::quoted).toList();
      text.append("    groups: [").append(String.join(", ", groups)).append("]\n");
    }
    text.append("    password-hash: ").append(quoted(user.password().text())).append('\n');
    NtHash ntHash = user.ntHash();
    if (ntHash != null) {
      text.append("    nt-hash: ").append(quoted(ntHash.toHex())).append('\n');
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
