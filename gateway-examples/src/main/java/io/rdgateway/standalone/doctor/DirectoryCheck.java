/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.auth.ldap.DirectoryReport;
import java.util.List;
import java.util.function.Supplier;

/** Whether each server of the directory lets the service account in. */
record DirectoryCheck(Supplier<DirectoryReport> directory) implements Check {
  @Override
  public String subject() {
    return "directory";
  }

  @Override
  public List<Finding> look() {
    return directory.get().servers().stream()
        .map(
            server ->
                server.good()
                    ? Finding.ok(server.server() + ": " + server.words())
                    : Finding.problem(
                        server.server() + ": " + server.words(),
                        "correct the block \"directory\"; check-directory looks up a user as well"))
        .toList();
  }
}
