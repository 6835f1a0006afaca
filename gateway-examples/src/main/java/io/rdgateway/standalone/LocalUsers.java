/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.standalone.config.UsersConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The users of a file, which may change while the gateway runs. Thread-safe. */
final class LocalUsers {
  private final Path file;
  private final MemoryUserStore store;
  private volatile List<StoredUser> users = List.of();

  LocalUsers(UsersConfig config) {
    file = config.file();
    store = new MemoryUserStore(config.domains().toArray(String[]::new));
    reload();
  }

  /** Reads the file anew; true if it has changed. A mistake is thrown and changes nothing. */
  synchronized boolean reload() {
    List<StoredUser> now = UsersFile.read(file);
    if (now.equals(users)) {
      return false;
    }
    store.replaceAll(now);
    users = now;
    return true;
  }

  MemoryUserStore store() {
    return store;
  }

  Optional<Identity> byId(String id) {
    return users.stream()
        .map(StoredUser::identity)
        .filter(identity -> identity.id().equals(id))
        .findFirst();
  }
}
