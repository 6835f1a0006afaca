/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.rdpfile.RdpEncoding;
import io.rdgateway.rdpfile.RdpFile;
import io.rdgateway.rdpfile.RdpProperty;
import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The {@code .rdp} files that the commands write. */
final class RdpFiles {
  private RdpFiles() {}

  /**
   * Writes the settings for a user with a password, as mstsc itself does.
   *
   * @param gateway how clients reach the gateway
   * @param target the host; null leaves it to the user
   * @param userName who signs in
   * @throws ConfigurationException if a value has an invisible character, or the file cannot be
   *     written
   */
  static void write(Path file, HostPort gateway, @Nullable HostPort target, String userName) {
    try {
      RdpFile.Builder rdp = to(gateway, target);
      rdp.set(RdpProperty.GATEWAY_CREDENTIALS_SOURCE, 0)
          .set(RdpProperty.PROMPT_CREDENTIAL_ONCE, 0)
          .set(RdpProperty.USER_NAME, userName);
      FolderFiles.write(file, rdp.build().toBytes(RdpEncoding.UTF_16LE));
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  /** The same for a user with a token. */
  static void writeWithToken(Path file, HostPort gateway, HostPort target, String token) {
    try {
      FolderFiles.write(
          file, to(gateway, target).accessToken(token).build().toBytes(RdpEncoding.UTF_16LE));
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private static RdpFile.Builder to(HostPort gateway, @Nullable HostPort target) {
    RdpFile.Builder rdp = RdpFile.builder();
    if (target != null) {
      rdp.set(RdpProperty.FULL_ADDRESS, target.toString());
    }
    return rdp.gateway(gateway.host(), gateway.port());
  }

  private static ConfigurationException unusable(IllegalArgumentException e) {
    return new ConfigurationException(
        "The .rdp file cannot be written: " + e.getMessage() + "; choose another one.", e);
  }
}
