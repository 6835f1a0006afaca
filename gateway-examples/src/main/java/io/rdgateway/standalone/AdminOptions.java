/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the admin listener is, and what it wants to know. */
final class AdminOptions {
  @Option(
      names = "--admin",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8444",
      description = "Of the admin listener. Default: ${DEFAULT-VALUE}.")
  private String url = "http://127.0.0.1:8444";

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      defaultValue = "admin-secret",
      description = "Holds the secret. Default: ${DEFAULT-VALUE}.")
  private Path secretFile = Path.of("admin-secret");

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "PEM certificates that sign the listener's, for https.")
  private @Nullable Path trusted;

  @Option(names = "--json", description = "Prints the answer as JSON.")
  private boolean json;

  AdminClient client(Path folder) {
    return new AdminClient(
        url,
        AdminSecret.read(folder.resolve(secretFile)),
        trusted == null ? null : folder.resolve(trusted));
  }

  boolean json() {
    return json;
  }
}
