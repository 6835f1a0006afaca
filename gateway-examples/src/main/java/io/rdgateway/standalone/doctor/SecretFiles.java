/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether files with secrets are there and nobody else may read or change them. */
record SecretFiles(List<Path> files) implements Check {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /**
   * Where systemd puts credentials: only for the service, by means that permissions do not show.
   */
  private static final Path CREDENTIALS = Path.of("/run/credentials");

  @Override
  public String subject() {
    return "files with secrets";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Path file : files) {
      if (!file.startsWith(CREDENTIALS)) {
        look(file, findings);
      }
    }
    return findings.isEmpty()
        ? List.of(Finding.ok("Only their owner reads the files with secrets."))
        : findings;
  }

  private static void look(Path file, List<Finding> findings) {
    if (!Files.isReadable(file)) {
      findings.add(
          Finding.problem(
              "This account cannot read " + file + ".",
              "make it, or give it to the account that runs the gateway"));
      return;
    }
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        findings.add(
            Finding.warning(
                "Other accounts of this machine may read or change "
                    + file
                    + ", which holds secrets.",
                "run: chmod 600 " + file));
      }
    } catch (IOException e) {
      findings.add(
          Finding.problem(
              "The permissions of " + file + " cannot be read (" + e + ").", "check the file"));
    }
  }
}
