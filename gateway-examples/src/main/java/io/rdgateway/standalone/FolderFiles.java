/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The folder of the quick start: files that only their owner may read, and that appear whole or not
 * at all.
 */
final class FolderFiles {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private FolderFiles() {}

  /** Makes a folder for its owner alone; one that is there stays as it is. */
  static void createFolder(Path folder) {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
    } catch (IOException e) {
      throw new ConfigurationException(
          "The folder "
              + folder
              + " cannot be made ("
              + e
              + "); start where you may write, or remove what is in its place.",
          e);
    }
  }

  /** Writes a file for its owner alone, in place of an older one. */
  static void write(Path file, byte[] content) {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try {
        write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Adds to the end of a file for its owner alone, so that of two writers neither is lost. */
  static void append(Path file, byte[] content) {
    try {
      write(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void write(Path file, byte[] content, StandardOpenOption... options)
      throws IOException {
    try (FileChannel out = FileChannel.open(file, Set.of(options), ownerOnly(file, "rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static ConfigurationException unwritable(Path file, IOException e) {
    return new ConfigurationException(
        "The file " + file + " cannot be written (" + e + "); check the folder's permissions.", e);
  }

  /** Says so when others may read a file that holds secrets. */
  static void warnIfOthersRead(Path file, Consumer<String> say) {
    try {
      if (isPosix(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        say.accept(
            "Warning: other accounts of this machine may read "
                + file
                + ", which holds secrets; run: chmod 600 "
                + file);
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "The permissions of " + file + " cannot be read (" + e + "); check the file.", e);
    }
  }

  /** Refuses a file with secrets that others may read or change. */
  static void requireOwnerOnly(Path file) {
    warnIfOthersRead(
        file,
        warning -> {
          throw new ConfigurationException(
              "Other accounts of this machine have access to "
                  + file
                  + ", which holds a secret; run: chmod 600 "
                  + file);
        });
  }

  private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
