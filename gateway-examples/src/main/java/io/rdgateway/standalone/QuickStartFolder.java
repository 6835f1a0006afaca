/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the quick start keeps between two starts.
 *
 * @param path where
 * @param users who may sign in
 * @param certificate what the gateway presents
 * @param policy what the users may reach
 * @param tokens lets them in without a password
 */
public record QuickStartFolder(
    Path path,
    QuickStartUsers users,
    GatewayCertificate certificate,
    TargetPolicy policy,
    QuickStartTokens tokens) {

  /**
   * Reads the folder and makes what is missing in it, or is wanted otherwise.
   *
   * @param path where
   * @param listen where the gateway will listen
   * @param name what clients shall call it; null for as before
   * @param target the host that shall be open; null for as before
   * @param userName with a password: the user to set anew; null for as before
   * @param password with a user name; else null
   * @param say hears what is done
   * @return what is there now
   * @throws ConfigurationException if a file cannot be used or written
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static QuickStartFolder open(
      Path path,
      InetSocketAddress listen,
      @Nullable String name,
      @Nullable HostPort target,
      @Nullable String userName,
      @Nullable String password,
      Consumer<String> say)
      throws InterruptedException {
    QuickStartUsers.requireUsable(userName, password);
    FolderFiles.createFolder(path);
    GatewayCertificate certificate =
        GatewayCertificate.open(path, name, listen, InstantSource.system(), say);
    TargetPolicy policy = TargetPolicy.open(path, target, say);
    // Late, so that little stands between a password that is shown once and the start.
    QuickStartUsers users = QuickStartUsers.open(path, userName, password, say);
    QuickStartTokens tokens = new QuickStartTokens(path, users.all(), say);
    return new QuickStartFolder(path, users, certificate, policy, tokens);
  }

  /** The file of the policy. */
  public Path policyFile() {
    return path.resolve(TargetPolicy.FILE);
  }
}
